package io.llmp.batch.record.jdbc;

import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.SplitStore;
import io.llmp.batch.record.SplitStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HsqldbSplitStoreTest extends SplitStoreContract {

    private final StoreFile file;

    HsqldbSplitStoreTest(@TempDir Path directory) {
        this.file = StoreFile.open(directory);
    }

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
