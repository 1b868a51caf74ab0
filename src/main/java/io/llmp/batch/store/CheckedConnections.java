package io.llmp.batch.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections of a pool that are tested each time one is taken, also when it was used a moment ago, which the pool itself does
 * not do: a server that restarts breaks all of them at once. Safe for use by many threads.
 */
final class CheckedConnections extends DelegatingDataSource {

    private static final int TEST_SECONDS = 5;

    private final HikariDataSource pool;

    CheckedConnections(HikariDataSource pool) {
        super(pool);
        this.pool = pool;
    }

    /** @throws SQLTransientConnectionException when each of as many connections as the pool has was broken */
    @Override
    public Connection getConnection() throws SQLException {
        for (int broken = 0; broken <= pool.getMaximumPoolSize(); broken++) {
            Connection connection = pool.getConnection();
            if (connection.isValid(TEST_SECONDS)) {
                return connection;
            }
            pool.evictConnection(connection);
        }
        throw new SQLTransientConnectionException("Every connection to the database was broken", "08006");
    }
}
