package io.llmp.batch.record;

import io.llmp.batch.problem.Causes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Makes records durable as they arrive, many in one transaction: those that arrive while a transaction is under way share
 * the next. So a record never waits for others to come, and the busier a run is, the larger its transactions become. When
 * the database refuses a group, its records are stored one by one, so that one it does not take costs no other. Safe for use
 * by many threads.
 */
public final class GroupCommit implements AutoCloseable {

    private static final int GROUP_LIMIT = 500;

    /** Characters of a group: HSQLDB keeps what a transaction changes in its cache of 24 MB, at up to 3 bytes each. */
    private static final int GROUP_CHARACTERS = 2 << 20;

    /** Records that are stored one by one and fail, until it is clear that no other would fare better. */
    private static final int FAILURES_THAT_TELL = 3;

    private final Consumer<List<JobRecord>> store;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile Room room = new Room(Integer.MAX_VALUE, () -> {});
    private final Thread committer;
    private boolean closed;

    /** What is done each time the number of records that wait falls below {@code most}. */
    private record Room(int most, Runnable action) {

        void shrunk(int before, int after) {
            if (before >= most && after < most) {
                action.run();
            }
        }
    }

    private record Arrival(@Nullable JobRecord record, CompletableFuture<Void> durable) {

        long characters() {
            return record == null ? 0 : record.characters();
        }
    }

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
            waiting.incrementAndGet();
            arrivals.add(arrival);
        }
        return arrival.durable();
    }

    /** Returns how many records are on their way to being durable: so many answers would a death lose. */
    public int waiting() {
        return waiting.get();
    }

    /**
     * Has {@code action} run each time when fewer than {@code most} records are on their way again, on the thread that
     * commits; only the last such action counts.
     */
    public void onRoom(int most, Runnable action) {
        room = new Room(most, action);
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
            Arrival first = arrivals.take();
            group.add(first);
            long characters = first.characters();
            // Nobody else takes from the queue, so that what was looked at is what is taken.
            for (Arrival next = arrivals.peek(); next != null && group.size() < GROUP_LIMIT; next = arrivals.peek()) {
                characters += next.characters();
                if (characters > GROUP_CHARACTERS) {
                    break;
                }
                group.add(arrivals.remove());
            }
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
        Throwable failure = store(group);
        if (failure == null || group.size() == 1 || !isOneRecords(failure)) {
            end(group, failure);
        } else {
            commitOneByOne(group);
        }
    }

    private @Nullable Throwable store(List<Arrival> group) {
        try {
            store.accept(group.stream().map(Arrival::record).toList());
            return null;
        } catch (RuntimeException | Error e) {
            return e;
        }
    }

    /** Returns whether a failure to store may be due to a record, and not to the state of the database. */
    public static boolean isOneRecords(Throwable failure) {
        Throwable cause = Causes.ofFuture(failure);
        return cause instanceof DataAccessException && !(cause instanceof DataAccessResourceFailureException);
    }

    /** Keeps the answers beside one that the database does not take. */
    private void commitOneByOne(List<Arrival> group) {
        int stored = 0;
        for (int i = 0; i < group.size(); i++) {
            Throwable failure = store(group.subList(i, i + 1));
            boolean tells = failure != null && stored == 0 && i + 1 >= FAILURES_THAT_TELL;
            end(group.subList(i, tells ? group.size() : i + 1), failure);
            if (tells) {
                return;
            }
            stored += failure == null ? 1 : 0;
        }
    }

    private void end(List<Arrival> group, @Nullable Throwable failure) {
        if (failure != null) {
            // Whoever stops the run on that does so before there is room for another call.
            group.forEach(arrival -> arrival.durable().completeExceptionally(failure));
        }
        int left = waiting.addAndGet(-group.size());
        room.shrunk(left + group.size(), left);
        if (failure == null) {
            group.forEach(arrival -> arrival.durable().complete(null));
        }
    }
}
