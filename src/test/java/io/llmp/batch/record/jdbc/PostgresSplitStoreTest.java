package io.llmp.batch.record.jdbc;

import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.SplitStore;
import io.llmp.batch.record.SplitStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresSplitStoreTest extends SplitStoreContract {

    private final StoreFile file = StoreFile.inPostgres();

    @Override
    protected SplitStore splits() {
        return file.splits();
    }

    @Override
    protected RunStore runs() {
        return file.runs();
    }

    @Override
    protected RunStore runs(Runnable beforeCommit) {
        return file.runs(beforeCommit);
    }

    @Override
    protected JobRecordStore records() {
        return file.records();
    }

    @Override
    protected JdbcTemplate sql() {
        return file.sql();
    }

    @AfterAll
    void close() {
        file.close();
    }
}
