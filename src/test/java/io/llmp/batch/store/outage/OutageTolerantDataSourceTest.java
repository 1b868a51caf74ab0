package io.llmp.batch.store.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

class OutageTolerantDataSourceTest {

    private static final Connection CONNECTION = (Connection) Proxy.newProxyInstance(
            OutageTolerantDataSourceTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) -> null);

    private int attempts;
    private int failures;
    private String state = "08001";
    private long nanos;

    /** Each attempt takes two seconds. */
    private final OutageTolerantDataSource dataSource = new OutageTolerantDataSource(
            new AbstractDataSource() {
                @Override
                public Connection getConnection() throws SQLException {
                    attempts++;
                    if (failures-- > 0) {
                        nanos += Duration.ofSeconds(2).toNanos();
                        throw new SQLException("away", state);
                    }
                    return CONNECTION;
                }

                @Override
                public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
                    return getConnection();
                }
            },
            Duration.ofSeconds(10),
            () -> nanos);

    @Test
    void waitsForADatabaseThatComesBack() throws SQLException {
        failures = 4;
        assertThat(dataSource.getConnection()).isSameAs(CONNECTION);
        assertThat(attempts).isEqualTo(5);
        failures = 4;
        assertThat(dataSource.getConnection()).as("another outage").isSameAs(CONNECTION);
    }

    @Test
    void thePatienceOfAnOutageIsSharedByAllWhoNoticeIt() throws SQLException {
        failures = 100;
        assertThatThrownBy(dataSource::getConnection).hasMessage("away");
        assertThat(attempts).isEqualTo(6);
        assertThatThrownBy(dataSource::getConnection).hasMessage("away");
        assertThat(attempts).isEqualTo(7);
        failures = 0;
        assertThat(dataSource.getConnection()).isSameAs(CONNECTION);
        failures = 4;
        assertThat(dataSource.getConnection()).as("patient again").isSameAs(CONNECTION);
    }

    @Test
    void doesNotWaitWhenTheDatabaseRefuses() {
        failures = 1;
        state = "28P01";
        assertThatThrownBy(dataSource::getConnection).hasMessage("away");
        assertThat(attempts).isEqualTo(1);
    }
}
