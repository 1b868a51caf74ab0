package io.llmp.batch.record.jdbc;

import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RunPruning;
import io.llmp.batch.record.RunPruningContract;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.SplitStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HsqldbRunPruningTest extends RunPruningContract {

    private final StoreFile file;

    HsqldbRunPruningTest(@TempDir Path directory) {
        this.file = StoreFile.open(directory);
    }

    @Override
    protected RunPruning pruning() {
        return file.pruning();
    }

    @Override
    protected RunStore runs() {
        return file.runs();
    }

    @Override
    protected SplitStore splits() {
        return file.splits();
    }

    @Override
    protected JobRecordStore records() {
        return file.records();
    }

    @Override
    protected long rows(String table) {
        Long rows = file.sql().queryForObject("SELECT COUNT(*) FROM " + table, Long.class);
        return rows == null ? 0 : rows;
    }

    @AfterAll
    void close() {
        file.close();
    }
}
