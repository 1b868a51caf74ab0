package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.Nightly;
import io.llmp.batch.store.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Deaths with a PostgreSQL server: in every build those where the stores differ, and at random. */
class PostgresCrashIT extends CrashContract {

    static final List<String> HERE = Nightly.choose(
            List.of("RunStore.begin:after:1", "JobRecordStore.save:after:20", "RunStore.end:before:1"), POINTS);

    @Override
    LlmpProcess newStore(Path directory) {
        LlmpProcess llmp = new LlmpProcess(directory, Map.of("LLMP_STORE_URL", PostgresServer.emptySchema()));
        Samples.template(directory);
        LlmpProcess.Result applied = llmp.session().run("job", "apply", "teams.yaml");
        assertThat(applied.exit()).as(applied.err()).isZero();
        return llmp;
    }

    @ParameterizedTest
    @FieldSource("HERE")
    void aProcessThatDiesHereIsGoneOnWithByTheSameCommand(String point) throws Exception {
        dieAt(point);
    }
}
