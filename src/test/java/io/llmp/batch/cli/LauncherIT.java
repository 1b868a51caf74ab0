package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts a built program by its scripts in a checkout of its own, since what they prepare is shared by all starts. */
@Timeout(300)
class LauncherIT {

    private static final List<String> CHECKOUT = List.of(
            "pom.xml",
            "scripts/llmp",
            "scripts/build-app",
            "config/application.yaml",
            "config/prices.yaml",
            "config/jobs/ticket-triage.yaml",
            "sample-data/tickets.csv",
            "target/llmp-batch.jar");

    @TempDir
    Path checkout;

    @BeforeEach
    void checkOut() throws IOException {
        for (String file : CHECKOUT) {
            Path copy = checkout.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of(file), copy);
        }
    }

    @Test
    void archivesClassesOnceForAJvm() throws Exception {
        runs();
        Path archive = archive();
        assertThat(archive).as("what the first start left").isNotEmptyFile();
        assertThat(Files.readString(archive, StandardCharsets.ISO_8859_1))
                .as("it holds the classes of a whole simulated run")
                .contains("io/llmp/batch/simulator/ObjectShape");

        // As after another version of Java was installed.
        Files.delete(archive);
        runs();
        assertThat(archive()).isEqualTo(archive).isNotEmptyFile();

        // As from a JVM that could make none.
        Files.delete(archive);
        Files.createFile(archive);
        runs();
        assertThat(archive()).isEqualTo(archive).isEmptyFile();
    }

    @Test
    void saysWhatIsWrongWhereJavaCannotStart() throws Exception {
        String llmp = checkout.resolve("scripts/llmp").toString();
        assertThat(said("ulimit -n 64 && exec '" + llmp + "' runs"))
                .startsWith("llmp: at most 64 files may be open at once, which are too few.\n  Raise the limit to 512")
                .doesNotContain("java");
        Path gone = Files.createDirectory(checkout.resolve("gone"));
        assertThat(said("cd '" + gone + "' && rmdir '" + gone + "' && exec '" + llmp + "' runs"))
                .contains("llmp: the directory it was started in is gone.\n  Change to one that is there.\n")
                .doesNotContain("java");
    }

    private static String said(String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(1);
        return said;
    }

    @Test
    void aFirstStartThatIsInterruptedLeavesNothingAndAProgramThatWasBuiltAgainIsLaidOutAgain() throws Exception {
        Files.createDirectories(checkout.resolve("target/app"));
        Files.copy(Path.of("target/llmp-batch.jar"), checkout.resolve("target/app/llmp-batch.jar"));
        Files.writeString(checkout.resolve("target/app/made-of"), "another jar");
        Files.createDirectories(checkout.resolve("target/app.999999999.trial/home"));
        assertThat(interrupted()).as("laid out").startsWith("-Djarmode=tools");

        assertThat(new ProcessBuilder("sh", "-c", "tail -c 1000000 target/llmp-batch.jar | cksum > target/app/made-of")
                        .directory(checkout.toFile())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(interrupted()).as("tried").contains("job apply");
    }

    /** Interrupts the preparation once it calls Java, and returns with what arguments it did. */
    private String interrupted() throws Exception {
        // Stands in for Java, and never ends by itself.
        Path called = checkout.resolve("called");
        Path java = Samples.write(
                checkout.resolve("java"),
                "#!/bin/sh\necho \"$@\" > called.part && mv called.part called\nexec tail -f /dev/null\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
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

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(checkout.resolve("target"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("app."))
                    .toList();
        }
    }

    private Path archive() throws IOException {
        try (Stream<Path> files = Files.list(checkout.resolve("target/app"))) {
            List<Path> archives = files.filter(
                            file -> file.getFileName().toString().startsWith("llmp-")
                                    && !file.getFileName().toString().endsWith(".jar"))
                    .toList();
            assertThat(archives).hasSize(1);
            return archives.get(0);
        }
    }

    private void runs() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(checkout.resolve("scripts/llmp").toString(), "runs").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("LLMP_HOME", checkout.resolve("home").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).isEqualTo("There are no runs yet.\n");
    }
}
