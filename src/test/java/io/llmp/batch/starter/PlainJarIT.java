package io.llmp.batch.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sample application, compiled against the plain jar and started in a JVM of its own, with the dependencies that the plain
 * jar brings and those of an application with Spring Batch; nothing that is optional.
 */
@Timeout(300)
class PlainJarIT {

    private static final Path SOURCES = Path.of("src/samples/tickets/com/example/tickets");
    private static final Path DEPENDENCIES = Path.of("target/test-classes/dependencies.txt");
    private static final Pattern DEPENDENCY =
            Pattern.compile("[\\w.-]+:([\\w.-]+):jar:([\\w.-]+):\\w+( \\(optional\\))?.*");

    /** What an application has that is no part of ours: Spring Boot with its logging, and its starter of Spring Batch. */
    private static final Pattern OF_THE_APPLICATION = Pattern.compile(
            "(spring-boot-(starter|starter-logging|starter-batch"
                    + "|starter-batch-jdbc|starter-jdbc|batch|batch-jdbc|jdbc|sql|transaction|persistence)"
                    + "|logback-classic|logback-core|log4j-to-slf4j|log4j-api|jul-to-slf4j|jakarta.annotation-api)-\\d.*");

    @TempDir
    Path directory;

    private String classPath;

    @BeforeEach
    void compile() throws IOException {
        List<String> jars = new ArrayList<>(List.of(directory.toString(), absolute("target/llmp-batch.jar")));
        jars.addAll(jars());
        classPath = String.join(File.pathSeparator, jars);
        List<String> arguments =
                new ArrayList<>(List.of("-d", directory.toString(), "-cp", classPath, "-proc:none", "-parameters"));
        try (Stream<Path> sources = Files.list(SOURCES)) {
            sources.map(Path::toString).forEach(arguments::add);
        }
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(failed).isZero();
        Files.copy(Path.of("config/jobs/ticket-triage.yaml"), directory.resolve("template.yaml"));
        Files.copy(Path.of("sample-data/tickets.csv"), directory.resolve("tickets.csv"));
        Files.copy(Path.of("sample-data/reviews.parquet"), directory.resolve("reviews.parquet"));
    }

    @Test
    void runsADatasetToItsEndWithoutAnyOptionalLibrary() throws Exception {
        assertThat(classPath).doesNotContain("parquet", "hadoop", "picocli", "postgresql", "opentelemetry");

        String said = start("TicketsApplication", 0, "tickets.csv", "reviews.parquet");

        assertThat(said)
                .containsPattern("tickets.csv COMPLETED \\d+")
                .contains("reviews.parquet Parquet can be neither read nor written")
                .contains("org.apache.parquet:parquet-avro");
        List<String> rows = Files.readAllLines(directory.resolve("out-tickets.csv"));
        assertThat(rows).hasSizeGreaterThan(100);
        assertThat(rows.get(0)).contains("llmp_status");
        assertThat(directory.resolve("llmp/store")).isDirectory();
    }

    @Test
    void leavesTheBeansOfTheApplicationAsTheyAre() throws Exception {
        List<String> said = start("Beans", 0).lines().toList();

        assertThat(said)
                .filteredOn(line -> line.startsWith("with"))
                .containsExactly(
                        "without dataSource transactionManager jobRepository [clean-up]",
                        "with dataSource transactionManager jobRepository [clean-up]");
        assertThat(said).noneMatch(line -> line.startsWith("changed"));
        assertThat(said)
                .filteredOn(line -> line.startsWith("added"))
                .contains("added llmpRuns io.llmp.batch.run.LocalRuns")
                .allMatch(line -> line.matches("added (llmp|io\\.llmp\\.).*"), "named as ours")
                .filteredOn(line -> !line.matches("added \\S+ io\\.llmp\\..*"))
                .as("beans of a type that is not ours")
                .singleElement()
                .asString()
                .startsWith("added llmpJobRepository ");
    }

    @Test
    void saysWhatToAddForAStoreOnPostgresql() throws Exception {
        String said = start("TicketsApplication", 1, "--llmp.store.url=jdbc:postgresql://127.0.0.1:1/llmp");

        assertThat(said)
                .contains("APPLICATION FAILED TO START", "A store on PostgreSQL cannot be used")
                .contains("org.postgresql:postgresql and org.flywaydb:flyway-database-postgresql");
    }

    private String start(String main, int exit, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                "com.example.tickets." + main,
                "--spring.main.banner-mode=off",
                "--llmp.store.home=llmp"));
        command.addAll(List.of(arguments));
        Path said = directory.resolve("said.txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        boolean ended = process.waitFor(200, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(said);
        assertThat(ended).as(text).isTrue();
        assertThat(process.exitValue()).as(text).isEqualTo(exit);
        return text;
    }

    /** Returns those of this test's own jars that the application has. */
    private static List<String> jars() throws IOException {
        Set<String> brought = Files.readAllLines(DEPENDENCIES).stream()
                .map(line -> DEPENDENCY.matcher(
                        line.replaceAll("\u001b\\[[\\d;]*m", "").strip()))
                .filter(Matcher::matches)
                .filter(dependency -> dependency.group(3) == null)
                .map(dependency -> dependency.group(1) + "-" + dependency.group(2) + ".jar")
                .collect(Collectors.toSet());
        assertThat(brought).hasSizeGreaterThan(20);
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.endsWith(".jar"))
                .filter(path -> {
                    String name = Path.of(path).getFileName().toString();
                    return brought.contains(name)
                            || OF_THE_APPLICATION.matcher(name).matches();
                })
                .map(PlainJarIT::absolute)
                .toList();
    }

    private static String absolute(String path) {
        return Path.of(path).toAbsolutePath().toString();
    }
}
