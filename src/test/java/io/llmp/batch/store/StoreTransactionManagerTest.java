package io.llmp.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.llmp.batch.store.outage.Outage;
import io.llmp.batch.store.outage.OutageTolerantTransactions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions whose connection the server ends in their middle. */
class StoreTransactionManagerTest {

    private final HikariDataSource dataSource = PostgresServer.newStore();
    private final JdbcTemplate sql = new JdbcTemplate(dataSource);
    private final TransactionTemplate once =
            new TransactionTemplate(new StoreTransactionManager(dataSource, Runnable::run));

    @AfterEach
    void close() {
        dataSource.close();
    }

    private void insert() {
        sql.update("INSERT INTO LLMP_TEMPLATE (NAME, ACTIVE_VERSION) VALUES ('a', 1)");
    }

    /** Has the server end the connection of the transaction under way. */
    private void breakOff() {
        Integer session = sql.queryForObject("SELECT PG_BACKEND_PID()", Integer.class);
        PostgresServer.execute("SELECT PG_TERMINATE_BACKEND(" + session + ", 10000)");
    }

    @Test
    void failsWithWhatBrokeAStatement() {
        assertThatThrownBy(() -> once.executeWithoutResult(status -> {
                    breakOff();
                    insert();
                }))
                .matches(Outage::isOne);
    }

    @Test
    void failsWithWhatBrokeTheCommit() {
        assertThatThrownBy(() -> once.executeWithoutResult(status -> {
                    insert();
                    breakOff();
                }))
                .matches(Outage::isOne);
        assertThat(sql.queryForObject("SELECT COUNT(*) FROM LLMP_TEMPLATE", Long.class))
                .isZero();
    }

    @Test
    void isDoneAgainAsAWhole() {
        AtomicInteger calls = new AtomicInteger();
        new OutageTolerantTransactions(once, Duration.ofSeconds(10), System::nanoTime, millis -> {})
                .executeWithoutResult(status -> {
                    insert();
                    if (calls.incrementAndGet() == 1) {
                        breakOff();
                    }
                });

        assertThat(calls).hasValue(2);
        assertThat(sql.queryForObject("SELECT COUNT(*) FROM LLMP_TEMPLATE", Long.class))
                .isEqualTo(1);
    }
}
