package io.llmp.batch.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.util.FileSystemUtils;

/** Deaths with the embedded database. */
class CrashIT extends CrashContract {

    static final List<String> EVERYWHERE = POINTS;

    @Override
    Map<String, String> newStore(Path directory, Path fresh) throws IOException {
        FileSystemUtils.copyRecursively(fresh, directory.resolve("home"));
        return Map.of();
    }

    @ParameterizedTest
    @FieldSource("EVERYWHERE")
    void aProcessThatDiesHereIsGoneOnWithByTheSameCommand(String point) throws Exception {
        dieAt(point);
    }
}
