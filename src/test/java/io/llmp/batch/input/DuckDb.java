package io.llmp.batch.input;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** DuckDB in memory: another reader and writer of the formats. */
public final class DuckDb implements AutoCloseable {

    private final Connection connection;

    private DuckDb(Connection connection) {
        this.connection = connection;
    }

    /** Opens a database; leaves the test out on a platform that DuckDB has no library for. */
    public static DuckDb open() {
        try {
            DuckDb database = new DuckDb(DriverManager.getConnection("jdbc:duckdb:"));
            database.run("SET TimeZone = 'UTC'");
            return database;
        } catch (LinkageError | SQLException e) {
            return Assumptions.abort("DuckDB's library cannot be loaded on this platform: " + e);
        }
    }

    /** Runs one statement. */
    public void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the rows of a query, each value as text. */
    public List<List<@Nullable String>> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(result.getString(column));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** Returns a path as SQL's text. */
    public static String text(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
