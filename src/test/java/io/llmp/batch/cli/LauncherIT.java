package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
                .contains("io/llmp/batch/llm/simulator/ObjectShape");

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
