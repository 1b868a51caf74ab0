package io.llmp.batch.record.jdbc;

import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RunPruning;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.SplitStore;
import io.llmp.batch.record.dataset.RunDatasetContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HsqldbRunDatasetTest extends RunDatasetContract {

    private final StoreFile file;

    HsqldbRunDatasetTest(@TempDir Path directory) {
        this.file = StoreFile.open(directory);
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
    protected RunPruning pruning() {
        return file.pruning();
    }

    @AfterAll
    void close() {
        file.close();
    }
}
