package io.llmp.batch.record;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes records durable as they arrive, many in one transaction: those that arrive while a transaction is under way share
 * the next. So a record never waits for others to come, and the busier a run is, the larger its transactions become. Safe
 * for use by many threads.
 */
public final class GroupCommit implements AutoCloseable {

    private static final int GROUP_LIMIT = 500;

    private final Consumer<List<JobRecord>> store;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final Waiting waiting = new Waiting();
    private final Thread committer;
    private boolean closed;

    private record Arrival(@Nullable JobRecord record, CompletableFuture<Void> durable) {}

    /**
     * Starts taking records.
     *
     * @param store makes a group durable before it returns
     */
    public GroupCommit(Consumer<List<JobRecord>> store) {
        this.store = store;
        this.committer = new Thread(this::commitGroups, "group-commit");
        committer.start();
    }

    /** Takes a record; the result completes when it is durable, or with the failure that kept it from becoming so. */
    public CompletableFuture<Void> add(JobRecord record) {
        Arrival arrival = new Arrival(record, new CompletableFuture<>());
        synchronized (arrivals) {
            if (closed) {
                throw new IllegalStateException("a record came after the close: item " + record.itemIndex());
            }
            waiting.add();
            arrivals.add(arrival);
        }
        return arrival.durable();
    }

    /**
     * Returns when fewer than {@code most} records are on their way to being durable: a death loses no more answers than
     * that, however slow the disk is.
     */
    public void awaitRoom(int most) {
        waiting.awaitFewerThan(most);
    }

    /** Returns when all records added before are durable, or could not become so. */
    @Override
    public void close() {
        synchronized (arrivals) {
            closed = true;
            arrivals.add(new Arrival(null, new CompletableFuture<>()));
        }
        boolean interrupted = false;
        while (committer.isAlive()) {
            try {
                committer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void commitGroups() {
        boolean more = true;
        while (more) {
            List<Arrival> group = nextGroup();
            more = !group.removeIf(arrival -> arrival.record() == null);
            commit(group);
        }
    }

    private List<Arrival> nextGroup() {
        List<Arrival> group = new ArrayList<>();
        try {
            group.add(arrivals.take());
            arrivals.drainTo(group, GROUP_LIMIT - 1);
        } catch (InterruptedException e) {
            // Only close() ends this thread. What it holds is committed all the same; a lasting interruption would keep
            // the store from that.
        }
        return group;
    }

    private void commit(List<Arrival> group) {
        if (group.isEmpty()) {
            return;
        }
        try {
            store.accept(group.stream().map(Arrival::record).toList());
            waiting.remove(group.size());
            group.forEach(arrival -> arrival.durable().complete(null));
        } catch (RuntimeException | Error e) {
            waiting.remove(group.size());
            group.forEach(arrival -> arrival.durable().completeExceptionally(e));
        }
    }

    /** How many records are on their way. */
    private static final class Waiting {

        private final ReentrantLock lock = new ReentrantLock();
        private final Condition fewer = lock.newCondition();
        private int count;

        void add() {
            lock.lock();
            try {
                count++;
            } finally {
                lock.unlock();
            }
        }

        void remove(int records) {
            lock.lock();
            try {
                count -= records;
                fewer.signalAll();
            } finally {
                lock.unlock();
            }
        }

        void awaitFewerThan(int most) {
            lock.lock();
            try {
                while (count >= most) {
                    fewer.awaitUninterruptibly();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
