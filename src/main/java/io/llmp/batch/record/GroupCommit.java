package io.llmp.batch.record;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Makes records durable soon after they arrive, many in one transaction: a transaction begins when enough of them wait, or
 * the first of them has waited for a while; those that arrive while one is under way share the next. What a transaction
 * costs is nearly the same for one record as for ten, so at a middling rate that while saves more than anything else. Safe
 * for use by many threads.
 */
public final class GroupCommit implements AutoCloseable {

    private static final int GROUP_LIMIT = 500;

    private final Consumer<List<JobRecord>> store;
    private final int enough;
    private final long whileNanos;
    // No monitor: a virtual thread that waits in one keeps its carrier from others.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition fewer = lock.newCondition();
    private final Deque<Arrival> arrivals = new ArrayDeque<>();
    private final Thread committer;
    private int underWay;
    private boolean closed;

    private record Arrival(JobRecord record, CompletableFuture<Void> durable) {}

    /**
     * Starts taking records.
     *
     * @param store makes a group durable before it returns
     * @param enough how many records are not kept waiting for more, at least 1
     * @param longest how long a record waits for others
     */
    public GroupCommit(Consumer<List<JobRecord>> store, int enough, Duration longest) {
        this.store = store;
        this.enough = Math.min(enough, GROUP_LIMIT);
        this.whileNanos = longest.toNanos();
        this.committer = new Thread(this::commitGroups, "group-commit");
        committer.start();
    }

    /** Takes a record; the result completes when it is durable, or with the failure that kept it from becoming so. */
    public CompletableFuture<Void> add(JobRecord record) {
        Arrival arrival = new Arrival(record, new CompletableFuture<>());
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("a record came after the close: item " + record.itemIndex());
            }
            underWay++;
            arrivals.add(arrival);
            // The others find the committer awake, or leave it waiting.
            if (arrivals.size() == 1 || arrivals.size() == enough) {
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
        return arrival.durable();
    }

    /**
     * Returns when fewer than {@code most} records are on their way to being durable: a death loses no more answers than
     * that, however slow the disk is.
     */
    public void awaitRoom(int most) {
        lock.lock();
        try {
            while (underWay >= most) {
                fewer.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns when all records added before are durable, or could not become so. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signal();
        } finally {
            lock.unlock();
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
        for (List<Arrival> group = nextGroup(); !group.isEmpty(); group = nextGroup()) {
            commit(group);
        }
    }

    /** Returns none once this is closed and nothing is left. */
    private List<Arrival> nextGroup() {
        List<Arrival> group = new ArrayList<>();
        lock.lock();
        try {
            while (arrivals.isEmpty() && !closed) {
                arrived.awaitUninterruptibly();
            }
            awaitEnough();
            while (!arrivals.isEmpty() && group.size() < GROUP_LIMIT) {
                group.add(arrivals.remove());
            }
        } finally {
            lock.unlock();
        }
        return group;
    }

    private void awaitEnough() {
        long left = whileNanos;
        try {
            while (arrivals.size() < enough && !closed && left > 0) {
                left = arrived.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // Only close() ends this thread; a lasting interruption would keep the store from what it holds.
        }
    }

    private void commit(List<Arrival> group) {
        try {
            store.accept(group.stream().map(Arrival::record).toList());
            leave(group.size());
            group.forEach(arrival -> arrival.durable().complete(null));
        } catch (RuntimeException | Error e) {
            leave(group.size());
            group.forEach(arrival -> arrival.durable().completeExceptionally(e));
        }
    }

    private void leave(int records) {
        lock.lock();
        try {
            underWay -= records;
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
