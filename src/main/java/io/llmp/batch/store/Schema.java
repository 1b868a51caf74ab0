package io.llmp.batch.store;

import io.llmp.batch.problem.ProblemException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The tables of a store, as numbered migrations make them one after the other. */
final class Schema {

    /** The newest migration; opening a database that has it needs no look at the migrations. */
    static final int CURRENT = 10;

    private Schema() {}

    /** Returns the newest migration the database has, or 0 for an empty one. */
    static int version(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return version(connection);
        }
    }

    static int version(Connection connection) throws SQLException {
        try (ResultSet history =
                connection.getMetaData().getTables(null, connection.getSchema(), "flyway_schema_history", null)) {
            if (!history.next()) {
                return 0;
            }
            try (Statement statement = connection.createStatement();
                    ResultSet newest = statement.executeQuery(
                            "SELECT MAX(CAST(\"version\" AS INTEGER)) FROM \"flyway_schema_history\""
                                    + " WHERE \"success\" = TRUE")) {
                return newest.next() ? newest.getInt(1) : 0;
            }
        }
    }

    /**
     * Brings an older database to the current schema. Of two processes at once, one waits for the other.
     *
     * @param database what to call it
     * @throws ProblemException when its tables cannot be made or changed
     */
    static void migrate(DataSource dataSource, SqlDialect dialect, String database) {
        try {
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:" + dialect.migrations())
                    // Where that can be: nobody finds a schema that is made in part.
                    .group(dialect == SqlDialect.POSTGRESQL)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw ProblemException.failed(
                    "The tables of " + database + " cannot be made: " + Reason.of(e) + ".",
                    "Give LLMP Batch a schema of its own in which its user may create tables; on PostgreSQL the parameter"
                            + " currentSchema of the address names it.",
                    e);
        }
    }

    /**
     * Refuses a database of a newer program.
     *
     * @param database what to call it
     */
    static void requireKnown(int version, String database) {
        if (version > CURRENT) {
            throw ProblemException.failed(
                    "A newer version of LLMP Batch has used " + database + ": it has schema " + version
                            + ", and this one knows " + CURRENT + ".",
                    "Use the newer llmp, or another database.");
        }
    }
}
