package io.llmp.batch.record.jdbc;

import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.JobRecordStoreContract;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.SplitStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresJobRecordStoreTest extends JobRecordStoreContract {

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

    @Override
    protected String kept(String text) {
        return text.replace('\0', '\uFFFD').replace("lone \uD800", "lone ?");
    }

    @AfterAll
    void close() {
        file.close();
    }
}
