package io.llmp.batch.cli;

import io.llmp.batch.Nightly;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Deaths with the embedded database; in every build those that {@link PostgresCrashIT} has not, and at random. */
class CrashIT extends CrashContract {

    static final List<String> HERE = Nightly.choose(
            List.of(
                    "SplitStore.take:before:1",
                    "ModelClient.call:after:40",
                    "JobRepository.updateExecutionContext:after:20",
                    "RunStore.exported:before:1",
                    "RunStore.end:after:1"),
            POINTS);

    @Override
    LlmpProcess newStore(Path directory) {
        LlmpProcess llmp = new LlmpProcess(directory, Map.of());
        llmp.applyTemplate();
        return llmp;
    }

    @ParameterizedTest
    @FieldSource("HERE")
    void aProcessThatDiesHereIsGoneOnWithByTheSameCommand(String point) throws Exception {
        dieAt(point);
    }
}
