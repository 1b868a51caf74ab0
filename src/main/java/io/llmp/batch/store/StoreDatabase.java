package io.llmp.batch.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.llmp.batch.problem.ProblemException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded database: a file of HSQLDB in the held directory, brought to the current schema when it is opened. */
final class StoreDatabase implements AutoCloseable {

    /** The newest migration; opening a database that has it needs no look at the migrations. */
    private static final int SCHEMA_VERSION = 5;

    private static final int POOL_SIZE = 24;
    private static final Logger LOG = LoggerFactory.getLogger(StoreDatabase.class);

    private final StoreHome home;
    private final HikariDataSource dataSource;

    private StoreDatabase(StoreHome home, HikariDataSource dataSource) {
        this.home = home;
        this.dataSource = dataSource;
    }

    static StoreDatabase open(Path homeDirectory) {
        StoreHome home = StoreHome.hold(homeDirectory);
        StoreDatabase database;
        try {
            database = new StoreDatabase(home, new HikariDataSource(pool(home.directory())));
        } catch (HikariPool.PoolInitializationException e) {
            home.close();
            throw unreadable(e);
        }
        try {
            migrate(database.dataSource);
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static ProblemException unreadable(Exception e) {
        return ProblemException.failed(
                "The database under LLMP_HOME cannot be read: " + e.getMessage() + ".",
                "Restore it from a backup, or set LLMP_HOME to another directory.",
                e);
    }

    /**
     * Commits are on disk before they return; the lock is ours (HSQLDB's own outlives a killed process); readers do not
     * wait for writers; texts that differ by a space at the end differ.
     */
    private static HikariConfig pool(Path directory) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:hsqldb:file:" + directory.resolve("llmp")
                + ";hsqldb.write_delay=false;hsqldb.lock_file=false;hsqldb.tx=mvcc"
                + ";sql.pad_space=false");
        config.setUsername("SA");
        config.setPassword("");
        config.setPoolName("store");
        config.setMaximumPoolSize(POOL_SIZE);
        config.setMinimumIdle(1);
        return config;
    }

    private static void migrate(DataSource dataSource) {
        int version = version(dataSource);
        if (version > SCHEMA_VERSION) {
            throw ProblemException.failed(
                    "The database under LLMP_HOME was last used by a newer llmp: it has schema " + version
                            + ", and this one knows " + SCHEMA_VERSION + ".",
                    "Use the newer llmp, or set LLMP_HOME to another directory.");
        }
        if (version < SCHEMA_VERSION) {
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:db/hsqldb")
                    .load()
                    .migrate();
        }
    }

    /** Returns the newest migration the database has, or 0 for an empty one. */
    private static int version(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection();
                ResultSet history = connection.getMetaData().getTables(null, null, "flyway_schema_history", null)) {
            if (!history.next()) {
                return 0;
            }
            try (Statement statement = connection.createStatement();
                    ResultSet newest = statement.executeQuery(
                            "SELECT MAX(CAST(\"version\" AS INTEGER)) FROM \"flyway_schema_history\""
                                    + " WHERE \"success\" = TRUE")) {
                return newest.next() ? newest.getInt(1) : 0;
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    DataSource dataSource() {
        return dataSource;
    }

    /** Writes the database out, so that the next process need not replay its log, and lets go of the directory. */
    @Override
    public void close() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            // The log holds every commit; the next process replays it.
            LOG.warn("The database was not shut down cleanly", e);
        } finally {
            dataSource.close();
            home.close();
        }
    }
}
