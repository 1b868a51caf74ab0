package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Starts a built program by its scripts in a checkout of its own, since what they prepare is shared by all starts. What they
 * call, and what of it is done already, is seen by a stand-in for Java; what Java itself makes of it, by the program that all
 * tests start.
 */
@Timeout(300)
class LauncherIT {

    private static final List<String> CHECKOUT = List.of("pom.xml", "scripts/llmp", "scripts/build-app");
    private static final Path PREPARED = Path.of("target/app").toAbsolutePath();
    private static final String EXTRACTS = "-Djarmode=tools";
    private static final String APPLIES = "job apply";
    private static final String RUNS = " runs";

    /** Makes the files that Java would, and keeps a line with the arguments of each call. */
    private static final String STAND_IN = """
            #!/bin/sh
            echo "$*" >> "$(dirname "$0")/calls"
            while [ $# -gt 0 ]; do
                case $1 in
                    -XX:ArchiveClassesAtExit=* | -XX:AOTCacheOutput=*) echo classes > "${1#*=}" ;;
                    --destination) mkdir "$2" && echo program > "$2/llmp-batch-app.jar" ;;
                    runs) echo "There are no runs yet." ;;
                esac
                shift
            done
            """;

    @TempDir
    Path checkout;

    @BeforeEach
    void checkOut() throws IOException {
        for (String file : CHECKOUT) {
            Path copy = checkout.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of(file), copy);
        }
        Files.createDirectories(checkout.resolve("target"));
    }

    @ParameterizedTest
    @CsvSource({
        "17.0.99, llmp-17.0.99.jsa, -XX:ArchiveClassesAtExit=, -XX:SharedArchiveFile=",
        "25.0.1, llmp-25.0.1.aot, -XX:AOTCacheOutput=, -XX:AOTCache="
    })
    void archivesClassesOnceForAJvm(String version, String name, String makes, String uses) throws Exception {
        Path java = standIn(STAND_IN);
        Files.writeString(checkout.resolve("jdk/release"), "JAVA_VERSION=\"" + version + "\"\n");
        Files.writeString(checkout.resolve("target/llmp-batch-app.jar"), "a jar");
        Path archive = checkout.resolve("target/app").resolve(name);
        assertThat(callsOf(java))
                .satisfiesExactly(contains(EXTRACTS), contains(APPLIES), contains(makes), contains(RUNS));
        assertThat(archive).as("what the first start left").hasContent("classes\n");
        assertThat(callsOf(java)).satisfiesExactly(contains(uses + archive.toRealPath()));

        // As after another version of Java was installed.
        Files.delete(archive);
        assertThat(callsOf(java)).satisfiesExactly(contains(APPLIES), contains(makes), contains(RUNS));
        assertThat(archive).hasContent("classes\n");

        // As from a JVM that could make none.
        Files.delete(archive);
        Files.createFile(archive);
        assertThat(callsOf(java)).satisfiesExactly(contains(RUNS));
        assertThat(archive).isEmptyFile();
        assertThat(left()).isEmpty();
    }

    private static ThrowingConsumer<String> contains(String text) {
        return call -> assertThat(call).contains(text);
    }

    /** Starts the program by a stand-in for Java and returns the arguments of each of its calls. */
    private List<String> callsOf(Path java) throws Exception {
        assertThat(said(0, "JAVA_HOME='" + checkout.resolve("jdk") + "' exec '" + llmp() + "' runs"))
                .isEqualTo("There are no runs yet.\n");
        Path calls = java.resolveSibling("calls");
        List<String> lines = Files.readAllLines(calls);
        Files.delete(calls);
        return lines;
    }

    @Test
    void theArchiveHoldsTheClassesOfAWholeSimulatedRun() throws IOException {
        assertThat(Files.readString(preparedArchive(), StandardCharsets.ISO_8859_1))
                .contains("io/llmp/batch/simulator/answer/ObjectShape");
    }

    @Test
    void aJvmThatCouldMakeNoArchiveStartsWithoutOne() throws Exception {
        Path app = Files.createDirectories(checkout.resolve("target/app"));
        Files.createFile(app.resolve(preparedArchive().getFileName()));
        Files.copy(PREPARED.resolve("llmp-batch-app.jar"), app.resolve("llmp-batch-app.jar"));
        Path libraries = Files.createSymbolicLink(app.resolve("lib"), PREPARED.resolve("lib"));

        assertThat(said(0, "JAVA_HOME='" + System.getProperty("java.home") + "' exec '" + llmp() + "' --version"))
                .matches("llmp \\d+\\.\\d+\\.\\d+\n");
        Files.delete(libraries);
    }

    /** What the first start of all left for this JVM. */
    private static Path preparedArchive() throws IOException {
        LlmpProcess.prepare();
        String name = "llmp-" + Runtime.version().feature() + "\\..*(jsa|aot)";
        try (Stream<Path> files = Files.list(PREPARED)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void saysWhatIsWrongWhereJavaCannotStart() throws Exception {
        assertThat(said(1, "ulimit -n 64 && exec '" + llmp() + "' runs"))
                .startsWith("llmp: at most 64 files may be open at once, which are too few.\n  Raise the limit to 512")
                .doesNotContain("java");
        Path gone = Files.createDirectory(checkout.resolve("gone"));
        assertThat(said(1, "cd '" + gone + "' && rmdir '" + gone + "' && exec '" + llmp() + "' runs"))
                .contains("llmp: the directory it was started in is gone.\n  Change to one that is there.\n")
                .doesNotContain("java");
    }

    private Path llmp() {
        return checkout.resolve("scripts/llmp");
    }

    /** Returns what a command of the shell printed that ended with the exit code. */
    private static String said(int exit, String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(exit);
        return said;
    }

    @Test
    void aFirstStartThatIsInterruptedLeavesNothingAndAProgramThatWasBuiltAgainIsLaidOutAgain() throws Exception {
        Files.writeString(checkout.resolve("target/llmp-batch-app.jar"), "a jar");
        Files.createDirectories(checkout.resolve("target/app"));
        Files.writeString(checkout.resolve("target/app/llmp-batch-app.jar"), "a program");
        Files.writeString(checkout.resolve("target/app/made-of"), "another jar");
        Files.createDirectories(checkout.resolve("target/app.999999999.trial/home"));
        assertThat(interrupted()).as("laid out").startsWith(EXTRACTS);

        said(0, "cd '" + checkout + "/target' && tail -c 1000000 llmp-batch-app.jar | cksum > app/made-of");
        assertThat(interrupted()).as("tried").contains(APPLIES);
    }

    /** Interrupts the preparation once it calls Java, and returns with what arguments it did. */
    private String interrupted() throws Exception {
        Path java = standIn("""
                #!/bin/sh
                cd "$(dirname "$0")" && echo "$@" > called.part && mv called.part called
                # Never ends by itself.
                exec tail -f /dev/null
                """);
        Path called = java.resolveSibling("called");
        Process building = new ProcessBuilder(
                        checkout.resolve("scripts/build-app").toString(),
                        java.toString(),
                        checkout.resolve("target/app/llmp-17.jsa").toString())
                .directory(checkout.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(called));
        building.destroy();
        building.children().forEach(ProcessHandle::destroy);

        assertThat(building.waitFor()).isEqualTo(143);
        assertThat(left()).isEmpty();
        String arguments = Files.readString(called);
        Files.delete(called);
        return arguments;
    }

    /** Writes a program that stands in for Java. */
    private Path standIn(String script) throws IOException {
        Path bin = Files.createDirectories(checkout.resolve("jdk/bin"));
        Path java = Samples.write(bin.resolve("java"), script);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return java;
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(checkout.resolve("target"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("app."))
                    .toList();
        }
    }
}
