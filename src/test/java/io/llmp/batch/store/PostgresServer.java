package io.llmp.batch.store;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/** A real PostgreSQL server, one for all tests of a JVM, started by the first that needs it. */
public final class PostgresServer {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private PostgresServer() {}

    private static final class Running {

        // Ends with the JVM.
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                // What the tests ask is what the server answers, not what outlives a loss of power.
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns the address of a new schema without tables; the user and an empty password are in it. */
    public static String emptySchema() {
        String name = "s" + SCHEMAS.incrementAndGet();
        execute("CREATE SCHEMA " + name);
        return Running.SERVER.getJdbcUrl("postgres", "postgres") + "&currentSchema=" + name;
    }

    /** Carries out a statement as the server's administrator. */
    static void execute(String sql) {
        try (Connection connection = Running.SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Brings an empty schema to an older version of the tables. */
    static void migrateTo(String url, String version) {
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:io/llmp/batch/store/postgresql")
                .target(version)
                .load()
                .migrate();
    }

    /** Returns a pool on a new schema without tables; to be closed by the caller. */
    public static HikariDataSource pool() {
        HikariDataSource dataSource = new HikariDataSource();
        dataSource.setJdbcUrl(emptySchema());
        dataSource.setMaximumPoolSize(8);
        dataSource.setMinimumIdle(1);
        return dataSource;
    }

    /** Returns a pool on a new schema with the tables of the stores; to be closed by the caller. */
    public static HikariDataSource newStore() {
        HikariDataSource dataSource = pool();
        Schema.migrate(dataSource, SqlDialect.POSTGRESQL, "the test's database");
        return dataSource;
    }
}
