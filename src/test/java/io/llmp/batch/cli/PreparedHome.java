package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/** A home in which the template of {@link Samples} is registered, made once by a JVM and copied for each test. */
final class PreparedHome {

    private static final Path HOME = make();

    private PreparedHome() {}

    static void copyTo(Path home) {
        assertThat(home).doesNotExist();
        try {
            FileSystemUtils.copyRecursively(HOME, home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path make() {
        try {
            Path directory = Files.createTempDirectory("llmp-home");
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(directory.toFile())));
            Samples.template(directory);
            LlmpProcess llmp = new LlmpProcess(directory, Map.of());
            LlmpProcess.Result applied = llmp.run("job", "apply", "teams.yaml");
            assertThat(applied.exit()).as(applied.err()).isZero();
            return llmp.home();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
