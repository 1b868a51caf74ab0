package io.llmp.batch.record.jdbc;

import io.llmp.batch.event.EventLog;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.RunStoreContract;
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
    protected RunStore dyingRuns() {
        return file.dyingRuns();
    }

    @Override
    protected EventLog events() {
        return file.events();
    }

    @AfterAll
    void close() {
        file.close();
    }
}
