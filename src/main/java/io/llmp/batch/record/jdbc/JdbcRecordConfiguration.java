package io.llmp.batch.record.jdbc;

import io.llmp.batch.event.EventLog;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RecordRepair;
import io.llmp.batch.record.RunPruning;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.SplitStore;
import io.llmp.batch.store.StoreDatabase;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

@Configuration(proxyBeanMethods = false)
class JdbcRecordConfiguration {

    @Bean
    JobRecordStore llmpJobRecordStore(StoreDatabase store) {
        return new JdbcJobRecordStore(
                new JdbcTemplate(store.dataSource()), store.transactions(), store.dialect(), store::countRecords);
    }

    @Bean
    RunStore llmpRunStore(StoreDatabase store, EventLog events) {
        JdbcRunStore runs = new JdbcRunStore(new JdbcTemplate(store.dataSource()), store.transactions(), events);
        if (!store.isReadOnly()) {
            runs.failOrphanedRuns(store.isHeld(), InstantSource.system().instant());
        }
        return runs;
    }

    @Bean
    SplitStore llmpSplitStore(StoreDatabase store) {
        return new JdbcSplitStore(new JdbcTemplate(store.dataSource()), store.transactions());
    }

    @Bean
    RecordRepair llmpRecordRepair(StoreDatabase store) {
        return new JdbcRecordRepair(new JdbcTemplate(store.dataSource()), store.transactions());
    }

    @Bean
    RunPruning llmpRunPruning(StoreDatabase store) {
        return new JdbcRunPruning(new JdbcTemplate(store.dataSource()), store.transactions());
    }
}
