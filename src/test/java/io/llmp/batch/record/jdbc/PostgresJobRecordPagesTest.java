package io.llmp.batch.record.jdbc;

import io.llmp.batch.record.JobRecordPagesContract;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.SplitStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresJobRecordPagesTest extends JobRecordPagesContract {

    private final StoreFile file = StoreFile.inPostgres();

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
    void close() {
        file.close();
    }
}
