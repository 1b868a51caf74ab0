package io.llmp.batch.store.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateHomeTest {

    @Test
    void closesWhatIsOursAndLeavesTheRest(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("store"));
        Files.createDirectories(home.resolve("logs"));
        Path log = open(Files.createFile(home.resolve("logs/llmp.log")));
        Path other = open(Files.createFile(home.resolve("notes.txt")));
        PrivateHome.close(home);
        assertThat(permissions(log)).isEqualTo("rw-------");
        assertThat(permissions(home.resolve("store"))).isEqualTo("rwx------");
        assertThat(permissions(other)).as("somebody's own file").isEqualTo("rw-r--r--");
    }

    @Test
    void makesAHomeThatIsTheOwnersAlone(@TempDir Path parent) throws IOException {
        PrivateHome.close(parent.resolve("home"));
        assertThat(permissions(parent.resolve("home"))).isEqualTo("rwx------");
    }

    private static Path open(Path file) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
