package io.llmp.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.llmp.batch.store.outage.Outage;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

class CheckedConnectionsTest {

    private static final int POOL_SIZE = 2;

    private final Set<Integer> broken = new HashSet<>();
    private boolean breaksAll;
    private int opened;
    private final HikariDataSource pool = pool();
    private final CheckedConnections connections = new CheckedConnections(pool);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void aConnectionThatWasUsedAMomentAgoIsReplacedWhenItBroke() throws SQLException {
        assertThat(numbersOfTwo()).containsExactlyInAnyOrder(1, 2);
        broken.addAll(List.of(1, 2));

        assertThat(numbersOfTwo()).containsExactlyInAnyOrder(3, 4);
        assertThat(numbersOfTwo()).as("those are kept").containsExactlyInAnyOrder(3, 4);
    }

    @Test
    void aServerWhoseConnectionsAllBreakIsAway() {
        breaksAll = true;

        assertThatThrownBy(connections::getConnection).matches(Outage::isOne);
    }

    private List<Integer> numbersOfTwo() throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        try (Connection first = connections.getConnection();
                Connection second = connections.getConnection()) {
            numbers.add(first.getHoldability());
            numbers.add(second.getHoldability());
        }
        return numbers;
    }

    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setMaximumPoolSize(POOL_SIZE);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setDataSource(new AbstractDataSource() {
            @Override
            public synchronized Connection getConnection() {
                return connection(++opened);
            }

            @Override
            public Connection getConnection(@Nullable String user, @Nullable String password) {
                return getConnection();
            }
        });
        return new HikariDataSource(config);
    }

    /** Returns a connection whose number is what it says of its cursors. */
    private Connection connection(int number) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "isValid" -> !breaksAll && !broken.contains(number);
                        case "getHoldability", "getNetworkTimeout", "getTransactionIsolation" -> number;
                        case "isReadOnly", "isClosed" -> false;
                        case "getAutoCommit" -> true;
                        case "hashCode" -> number;
                        case "equals" -> proxy == arguments[0];
                        case "toString" -> "connection " + number;
                        default -> null;
                    };
                });
    }
}
