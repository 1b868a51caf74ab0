package io.llmp.batch.record.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.llmp.batch.event.EventLog;
import io.llmp.batch.event.jdbc.Events;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RecordRepair;
import io.llmp.batch.record.RunPruning;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.SplitStore;
import io.llmp.batch.store.PostgresServer;
import io.llmp.batch.store.SqlDialect;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database as the program has it, and the stores in it. */
final class StoreFile implements AutoCloseable {

    private final HikariDataSource dataSource;
    private final SqlDialect dialect;

    private StoreFile(HikariDataSource dataSource, SqlDialect dialect) {
        this.dataSource = dataSource;
        this.dialect = dialect;
    }

    private static HikariDataSource file(Path directory) {
        HikariDataSource dataSource = new HikariDataSource();
        dataSource.setJdbcUrl("jdbc:hsqldb:file:" + directory.resolve("llmp")
                + ";hsqldb.write_delay=false;hsqldb.lock_file=false;hsqldb.tx=mvcc;hsqldb.cache_size=24576");
        dataSource.setUsername("SA");
        dataSource.setPassword("");
        dataSource.setMaximumPoolSize(8);
        dataSource.setMinimumIdle(1);
        return dataSource;
    }

    static StoreFile open(Path directory) {
        return of(directory, "latest");
    }

    /** Returns the stores in an embedded database of an older version of the tables. */
    static StoreFile of(Path directory, String version) {
        StoreFile store = new StoreFile(file(directory), SqlDialect.HSQLDB);
        store.migrate(version);
        return store;
    }

    /** Returns the stores in a database that may be empty. */
    static StoreFile in(HikariDataSource dataSource, SqlDialect dialect) {
        StoreFile store = new StoreFile(dataSource, dialect);
        store.migrate();
        return store;
    }

    /** Returns the stores in a new schema of a PostgreSQL server, of an older version of the tables. */
    static StoreFile inPostgres(String version) {
        StoreFile store = new StoreFile(PostgresServer.pool(), SqlDialect.POSTGRESQL);
        store.migrate(version);
        return store;
    }

    /** Brings the tables up to date. */
    void migrate() {
        migrate("latest");
    }

    private void migrate(String version) {
        Flyway.configure()
                .dataSource(dataSource)
                .locations(
                        dialect == SqlDialect.HSQLDB
                                ? "classpath:io/llmp/batch/store/hsqldb"
                                : "classpath:io/llmp/batch/store/postgresql")
                .target(version)
                .load()
                .migrate();
    }

    /** Returns the stores in a new schema of a PostgreSQL server. */
    static StoreFile inPostgres() {
        return new StoreFile(PostgresServer.newStore(), SqlDialect.POSTGRESQL);
    }

    JobRecordStore records() {
        return new JdbcJobRecordStore(
                new JdbcTemplate(dataSource),
                new TransactionTemplate(new JdbcTransactionManager(dataSource)),
                dialect,
                added -> {});
    }

    RecordRepair repair() {
        return new JdbcRecordRepair(
                new JdbcTemplate(dataSource), new TransactionTemplate(new JdbcTransactionManager(dataSource)));
    }

    RunStore runs() {
        return runs(Events.in(dataSource));
    }

    /** Runs of a process that dies once it has noted an event, before it commits. */
    RunStore dyingRuns() {
        return runs(Events.failing(dataSource));
    }

    /** Runs of a process that does something else once it has noted an event, before it commits. */
    RunStore runs(Runnable beforeCommit) {
        return runs(Events.with(dataSource, beforeCommit));
    }

    private RunStore runs(EventLog events) {
        return new JdbcRunStore(
                new JdbcTemplate(dataSource), new TransactionTemplate(new JdbcTransactionManager(dataSource)), events);
    }

    SplitStore splits() {
        return new JdbcSplitStore(
                new JdbcTemplate(dataSource), new TransactionTemplate(new JdbcTransactionManager(dataSource)));
    }

    RunPruning pruning() {
        return new JdbcRunPruning(
                new JdbcTemplate(dataSource), new TransactionTemplate(new JdbcTransactionManager(dataSource)));
    }

    EventLog events() {
        return Events.in(dataSource);
    }

    JdbcTemplate sql() {
        return new JdbcTemplate(dataSource);
    }

    /** Leaves the files as a process leaves them that dies. */
    void die() {
        sql().execute("SHUTDOWN IMMEDIATELY");
        dataSource.close();
    }

    @Override
    public void close() {
        if (dialect == SqlDialect.HSQLDB) {
            sql().execute("SHUTDOWN");
        }
        dataSource.close();
    }
}
