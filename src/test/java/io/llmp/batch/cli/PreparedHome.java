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
            Path template = Samples.template(directory);
            Path home = directory.resolve("home");
            LlmpProcess.Result applied =
                    new LlmpSession(Map.of("LLMP_HOME", home.toString())).run("job", "apply", template.toString());
            assertThat(applied.exit()).as(applied.err()).isZero();
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
