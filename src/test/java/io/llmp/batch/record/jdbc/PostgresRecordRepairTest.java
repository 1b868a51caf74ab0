package io.llmp.batch.record.jdbc;

import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RecordRepair;
import io.llmp.batch.record.RecordRepairContract;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.SplitStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresRecordRepairTest extends RecordRepairContract {

    private final StoreFile file = StoreFile.inPostgres();

    @Override
    protected RecordRepair repair() {
        return file.repair();
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
    protected JdbcTemplate sql() {
        return file.sql();
    }

    @AfterAll
    void close() {
        file.close();
    }
}
