package io.llmp.batch.record.jdbc;

import io.llmp.batch.event.jdbc.Events;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.SplitStore;
import io.llmp.batch.store.SqlDialect;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** The stores in a database that a test of another package has open. */
public final class RecordStores {

    private RecordStores() {}

    public static JobRecordStore records(
            DataSource dataSource, TransactionOperations transactions, IntConsumer counted) {
        return new JdbcJobRecordStore(new JdbcTemplate(dataSource), transactions, SqlDialect.HSQLDB, counted);
    }

    public static RunStore runs(DataSource dataSource, TransactionOperations transactions) {
        return new JdbcRunStore(new JdbcTemplate(dataSource), transactions, Events.in(dataSource));
    }

    public static SplitStore splits(DataSource dataSource, TransactionOperations transactions) {
        return new JdbcSplitStore(new JdbcTemplate(dataSource), transactions);
    }
}
