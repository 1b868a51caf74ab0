package io.llmp.batch.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections to HSQLDB that compile a statement once. HSQLDB shares what it compiled among the open statements of a
 * connection that have the same text, and forgets it with the last of them ({@code StatementManager} in 2.7.4); so one of
 * each is left open here. To compile the insertion of a record anew took 60 KB of allocation for each commit.
 */
final class StatementCachingDataSource extends DelegatingDataSource {

    /** More than a step uses again and again, and few enough to keep in memory for each connection of a pool. */
    private static final int MOST_STATEMENTS = 16;

    StatementCachingDataSource(DataSource target) {
        super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return (Connection) Proxy.newProxyInstance(
                StatementCachingDataSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                keeping(connection));
    }

    private static InvocationHandler keeping(Connection connection) {
        Map<String, PreparedStatement> kept = new LinkedHashMap<>(MOST_STATEMENTS, 0.75f, true);
        return (proxy, method, arguments) -> {
            try {
                if (method.getName().equals("prepareStatement") && arguments.length == 1) {
                    keep(kept, connection, (String) arguments[0]);
                }
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
    }

    /** A connection is used by one thread at a time. */
    private static void keep(Map<String, PreparedStatement> kept, Connection connection, String sql)
            throws SQLException {
        if (kept.get(sql) == null) {
            kept.put(sql, connection.prepareStatement(sql));
            if (kept.size() > MOST_STATEMENTS) {
                var eldest = kept.values().iterator();
                eldest.next().close();
                eldest.remove();
            }
        }
    }
}
