package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The notice about libraries names those in the jar, and no others. */
class NoticeIT {

    @Test
    void namesEveryLibraryOfTheJarWithItsLicence() throws IOException {
        List<String> named = Files.readAllLines(Path.of("NOTICE")).stream()
                .filter(line -> line.matches("  \\S+:\\S+"))
                .map(line -> line.substring(line.indexOf(':') + 1))
                .toList();
        try (ZipFile jar = new ZipFile(Path.of("target/llmp-batch-app.jar").toFile())) {
            List<String> libraries = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches("BOOT-INF/lib/.*\\.jar"))
                    .map(name -> name.substring(name.lastIndexOf('/') + 1).replaceFirst("-\\d[^/]*\\.jar$", ""))
                    .toList();
            assertThat(named).containsExactlyInAnyOrderElementsOf(libraries);
        }
    }
}
