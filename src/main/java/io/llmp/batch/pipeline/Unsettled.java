package io.llmp.batch.pipeline;

import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Counts the items of a split that were asked about and are not done with. Safe for use by many threads. */
final class Unsettled {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private int count;
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

    /** Returns when all items are done with, however they ended. */
    void awaitNone() {
        lock.lock();
        try {
            while (count > 0) {
                none.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Throws the first failure there was. */
    void requireNoFailure() {
        lock.lock();
        try {
            if (failure == null) {
                return;
            }
            Throwable cause = failure instanceof CompletionException e && e.getCause() != null ? e.getCause() : failure;
            throw cause instanceof RuntimeException known ? known : new CompletionException(cause);
        } finally {
            lock.unlock();
        }
    }
}
