package io.llmp.batch.record.jdbc;

import io.llmp.batch.record.JobRecordPagesContract;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.SplitStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HsqldbJobRecordPagesTest extends JobRecordPagesContract {

    private final StoreFile file;

    HsqldbJobRecordPagesTest(@TempDir Path directory) {
        this.file = StoreFile.open(directory);
    }

    @Override
    protected JobRecordStore records() {
        return file.records();
    }

    @Override
    protected RunStore runs() {
        return file.runs();
    }

    @Override
    protected SplitStore splits() {
        return file.splits();
    }

    @AfterAll
    void shutDown() {
        file.close();
    }
}
