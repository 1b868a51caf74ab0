package io.llmp.batch.run.step;

import io.llmp.batch.problem.Causes;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Counts the items of a split that were sent and are not finished. Safe for use by many threads. */
final class PendingItems {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private int count;
    private long patienceNanos = Long.MAX_VALUE;
    private @Nullable Throwable failure;

    void begin(int items) {
        lock.lock();
        try {
            count += items;
        } finally {
            lock.unlock();
        }
    }

    /** An item is done with; with a failure, if its record could not be stored. */
    void settled(@Nullable Throwable why) {
        lock.lock();
        try {
            count--;
            failure = failure == null ? why : failure;
            if (count == 0) {
                none.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has waits end after {@code patience} at the latest, those under way included. */
    void boundWaits(Duration patience) {
        lock.lock();
        try {
            patienceNanos = patience.toNanos();
            none.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns when all items are done with, however they ended, or when waits are bounded and the time is up. */
    void awaitAll() {
        boolean interrupted = false;
        lock.lock();
        try {
            while (count > 0 && patienceNanos > 0) {
                try {
                    if (patienceNanos == Long.MAX_VALUE) {
                        none.await();
                    } else {
                        patienceNanos = none.awaitNanos(patienceNanos);
                    }
                } catch (InterruptedException e) {
                    // A step that ended now would leave calls in flight behind.
                    interrupted = true;
                }
            }
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Throws the first failure there was. */
    void requireNoFailure() {
        lock.lock();
        try {
            if (failure == null) {
                return;
            }
            Throwable cause = Causes.ofFuture(failure);
            throw cause instanceof RuntimeException known ? known : new CompletionException(cause);
        } finally {
            lock.unlock();
        }
    }
}
