package io.llmp.batch.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Deaths with the embedded database. */
class CrashIT extends CrashContract {

    static final List<String> EVERYWHERE = POINTS;

    @Override
    LlmpProcess newStore(Path directory) {
        LlmpProcess llmp = new LlmpProcess(directory, Map.of());
        llmp.applyTemplate();
        return llmp;
    }

    @ParameterizedTest
    @FieldSource("EVERYWHERE")
    void aProcessThatDiesHereIsGoneOnWithByTheSameCommand(String point) throws Exception {
        dieAt(point);
    }
}
