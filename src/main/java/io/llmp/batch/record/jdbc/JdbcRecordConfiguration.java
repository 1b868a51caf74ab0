package io.llmp.batch.record.jdbc;

import io.llmp.batch.event.EventLog;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RunStore;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class JdbcRecordConfiguration {

    @Bean
    JobRecordStore jobRecordStore(DataSource dataSource, PlatformTransactionManager transactions) {
        return new JdbcJobRecordStore(new JdbcTemplate(dataSource), new TransactionTemplate(transactions));
    }

    @Bean
    RunStore runStore(
            DataSource dataSource, PlatformTransactionManager transactions, EventLog events, InstantSource clock) {
        JdbcRunStore runs =
                new JdbcRunStore(JdbcClient.create(dataSource), new TransactionTemplate(transactions), events);
        // Whoever has the embedded database open has it alone, so no run that is marked as running is alive.
        runs.buryDead(true, clock.instant());
        return runs;
    }
}
