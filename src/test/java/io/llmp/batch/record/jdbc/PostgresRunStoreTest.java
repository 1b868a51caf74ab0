package io.llmp.batch.record.jdbc;

import io.llmp.batch.event.EventLog;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.RunStoreContract;
import io.llmp.batch.record.SplitStore;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresRunStoreTest extends RunStoreContract {

    private final StoreFile file = StoreFile.inPostgres();

    @Override
    protected RunStore runs() {
        return file.runs();
    }

    @Override
    protected SplitStore splits() {
        return file.splits();
    }

    @Override
    protected RunStore dyingRuns() {
        return file.dyingRuns();
    }

    @Override
    protected EventLog events() {
        return file.events();
    }

    @Override
    protected void keepArguments(Run run, String arguments) {
        file.sql()
                .update(
                        "UPDATE LLMP_RUN SET OPTIONS = ? WHERE RUN_ID = ?",
                        arguments,
                        run.id().value());
    }

    @Override
    protected void cost(Run run, BigDecimal dollars) {
        file.sql()
                .update(
                        "UPDATE LLMP_SPLIT SET COST_USD = ? WHERE RUN_ID = ?",
                        dollars,
                        run.id().value());
    }

    @AfterAll
    void close() {
        file.close();
    }
}
