package io.llmp.batch.store.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionOperations;

class OutageTolerantTransactionsTest {

    private final List<Long> pauses = new ArrayList<>();
    private long nanos;

    private final TransactionOperations transactions = patient(TransactionOperations.withoutTransaction());

    private TransactionOperations patient(TransactionOperations once) {
        return new OutageTolerantTransactions(once, Duration.ofSeconds(10), () -> nanos, millis -> {
            pauses.add(millis);
            nanos += Duration.ofMillis(millis).toNanos();
        });
    }

    private static RuntimeException failure(String state) {
        return new DataAccessResourceFailureException("away", new SQLException("away", state));
    }

    /** Fails {@code times} times, then returns how often it was called. */
    private int failing(int times, RuntimeException failure) {
        int[] calls = {0};
        return transactions.execute(status -> {
            if (++calls[0] <= times) {
                throw failure;
            }
            return calls[0];
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "57P01", "57P02", "57P03", "53300"})
    void triesAgainWhileTheDatabaseIsAway(String state) {
        assertThat(failing(4, failure(state))).isEqualTo(5);
        assertThat(pauses).containsExactly(100L, 200L, 400L, 800L);
    }

    @Test
    void triesAgainWhenAnotherTransactionWasInTheWay() {
        assertThat(failing(1, new CannotAcquireLockException("deadlock"))).isEqualTo(2);
    }

    @Test
    void givesUpWithTheLastFailureWhenPatienceEnds() {
        RuntimeException failure = failure("08006");
        assertThatThrownBy(() -> failing(Integer.MAX_VALUE, failure)).isSameAs(failure);
        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42P01", "53100", "57014", "28P01"})
    void doesNotTryAgainWhatTheDatabaseRefuses(String state) {
        RuntimeException failure = failure(state);
        assertThatThrownBy(() -> failing(1, failure)).isSameAs(failure);
        assertThatThrownBy(() -> failing(1, new DuplicateKeyException("twice")))
                .isInstanceOf(DuplicateKeyException.class);
        assertThatThrownBy(() -> failing(1, new OptimisticLockingFailureException("changed meanwhile")))
                .isInstanceOf(OptimisticLockingFailureException.class);
        assertThat(pauses).isEmpty();
    }

    @Test
    void leavesWaitingForAConnectionToTheDataSource() {
        RuntimeException failure = new CannotCreateTransactionException("away", new SQLException("away", "08001"));
        assertThatThrownBy(() -> failing(1, failure)).isSameAs(failure);
    }

    @Test
    void leavesThatToTheOuterTransactionWhenThereIsOne() {
        int[] calls = {0};
        assertThat(transactions.<Integer>execute(outer -> {
                    calls[0]++;
                    return failing(calls[0] == 1 ? 1 : 0, failure("08006"));
                }))
                .as("the outer one was tried again, the inner one was not")
                .isEqualTo(1);
        assertThat(calls[0]).isEqualTo(2);
        assertThat(pauses).hasSize(1);
    }
}
