package io.llmp.batch.record.jdbc;

import io.llmp.batch.event.EventLog;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RecordRepair;
import io.llmp.batch.record.RunPruning;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.SplitStore;
import io.llmp.batch.store.StoreDatabase;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
class JdbcRecordConfiguration {

    @Bean
    JobRecordStore jobRecordStore(DataSource dataSource, TransactionOperations transactions, StoreDatabase store) {
        return new JdbcJobRecordStore(new JdbcTemplate(dataSource), transactions, store.dialect(), store::countRecords);
    }

    @Bean
    RunStore runStore(
            DataSource dataSource,
            TransactionOperations transactions,
            EventLog events,
            InstantSource clock,
            StoreDatabase store) {
        JdbcRunStore runs = new JdbcRunStore(new JdbcTemplate(dataSource), transactions, events);
        if (!store.isReadOnly()) {
            runs.failOrphanedRuns(store.isHeld(), clock.instant());
        }
        return runs;
    }

    @Bean
    SplitStore splitStore(DataSource dataSource, TransactionOperations transactions) {
        return new JdbcSplitStore(new JdbcTemplate(dataSource), transactions);
    }

    @Bean
    RecordRepair recordRepair(DataSource dataSource, TransactionOperations transactions) {
        return new JdbcRecordRepair(new JdbcTemplate(dataSource), transactions);
    }

    @Bean
    RunPruning runPruning(DataSource dataSource, TransactionOperations transactions) {
        return new JdbcRunPruning(new JdbcTemplate(dataSource), transactions);
    }
}
