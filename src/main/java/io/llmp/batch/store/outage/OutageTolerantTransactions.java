package io.llmp.batch.store.outage;

import io.llmp.batch.limit.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Transactions that are tried again, whole, when their connection broke or another transaction was in the way, until they
 * succeed or patience ends; then the last failure is thrown. One that does not even get a connection is not tried again: the
 * data source has been patient by then. When the connection breaks in a commit nobody knows what
 * became of it, so the work must bear being done twice. Inside of another transaction nothing is tried again. Safe for use
 * by many threads.
 */
public final class OutageTolerantTransactions implements TransactionOperations {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(OutageTolerantTransactions.class);

    private final TransactionOperations transactions;
    /** Whether this thread is in one already. What Spring tells of is not it: a step has a transaction of another kind. */
    private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

    private final Duration patience;
    private final Ticker ticker;
    private final Pause pause;

    /** Waits, in milliseconds. */
    public interface Pause {
        void last(long millis) throws InterruptedException;
    }

    /**
     * @param patience how long after its first begin a transaction may begin again
     */
    public OutageTolerantTransactions(
            TransactionOperations transactions, Duration patience, Ticker ticker, Pause pause) {
        this.transactions = transactions;
        this.patience = patience;
        this.ticker = ticker;
        this.pause = pause;
    }

    @Override
    public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
        if (inside.get()) {
            return transactions.execute(action);
        }
        long begin = ticker.nanos();
        Duration wait = FIRST_PAUSE;
        while (true) {
            RuntimeException failure;
            try {
                inside.set(true);
                return transactions.execute(action);
            } catch (RuntimeException e) {
                failure = e;
                if (!isPassing(e) || ticker.nanos() - begin + wait.toNanos() > patience.toNanos()) {
                    throw e;
                }
                LOG.warn("A transaction is tried again: {}", e.getMessage());
            } finally {
                inside.remove();
            }
            pause(wait, failure);
            wait = wait.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? wait.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private static boolean isPassing(RuntimeException e) {
        // What somebody has changed meanwhile stays changed.
        boolean inTheWay =
                e instanceof ConcurrencyFailureException && !(e instanceof OptimisticLockingFailureException);
        return !(e instanceof CannotCreateTransactionException) && (inTheWay || Outage.isOne(e));
    }

    private void pause(Duration wait, RuntimeException failure) {
        try {
            pause.last(wait.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
