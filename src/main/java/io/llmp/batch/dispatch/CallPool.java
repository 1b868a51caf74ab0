package io.llmp.batch.dispatch;

import io.llmp.batch.limit.CallLimits;
import io.llmp.batch.limit.LimitSettings;
import io.llmp.batch.limit.Ticker;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of all lanes under one set of limits. A call has a thread only while it is made, and none while it waits for
 * its turn or for a retry, so that no item ever holds a slot it does not use. A thread that has ended a call makes the next, of
 * whatever lane; where there is none yet, one thread waits for it. Safe for use by many threads. Long because all of it shares
 * one lock.
 */
final class CallPool {

    private final CallLimits limits;
    private final Ticker ticker;
    private final ExecutorService threads = CallThreads.open();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** What each lane declares; guarded by the lock, as is what its {@link Dispatch} knows. */
    private final Map<Dispatch, LimitSettings> declared = new HashMap<>();

    private final Lanes lanes;
    /** When the admitter looks again, unless it is woken before; guarded by the lock. */
    private long wakeUpAt = Long.MAX_VALUE;
    /** Threads that have ended a call and will ask for the next one; guarded by the lock. */
    private int returning;

    /** Guarded by the lock. */
    private boolean closed;

    /**
     * Starts admitting.
     *
     * @param random decides the jitter of delays; safe for use by many threads
     */
    CallPool(CallLimits limits, RetryPolicy retry, Ticker ticker, RandomGenerator random) {
        this.limits = limits;
        this.ticker = ticker;
        this.lanes = new Lanes(limits, retry, random);
        Thread admitter = new Thread(this::admit, "admitter");
        admitter.setDaemon(true);
        admitter.start();
    }

    CallLimits limits() {
        return limits;
    }

    /** Opens a lane; of what lanes declare, the strictest holds for all. */
    Dispatch open(LimitSettings itsLimits, Lane.Settings settings) {
        lock.lock();
        try {
            Dispatch lane = lanes.open(settings);
            declared.put(lane, itsLimits);
            configure();
            return lane;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a lane out that has been stopped. When it was the last, the threads are freed once the calls in flight have ended.
     *
     * @return whether it was the last
     */
    boolean close(Dispatch lane) {
        lock.lock();
        try {
            declared.remove(lane);
            lanes.close(lane);
            closed = declared.isEmpty();
            configure();
            changed.signalAll();
            if (closed) {
                threads.shutdown();
            }
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void configure() {
        declared.values().stream().reduce(LimitSettings::stricter).ifPresent(limits::configure);
    }

    /** Has the pool look whether a call may begin, because something has changed. */
    void look() {
        lock.lock();
        try {
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    int inFlight(Dispatch lane) {
        lock.lock();
        try {
            return lane.inFlight();
        } finally {
            lock.unlock();
        }
    }

    CallerState state(Dispatch lane) {
        lock.lock();
        try {
            return lane.state(ticker.nanos());
        } finally {
            lock.unlock();
        }
    }

    CompletableFuture<CallResult> enqueue(Dispatch lane, ModelRequest request, boolean followUp) {
        PendingCall call = lane.pending(request, ticker.nanos());
        CallResult refused;
        lock.lock();
        try {
            refused = lane.add(call, followUp);
            if (followUp || lane.lacksCalls()) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
        report(call, refused);
        return call.report;
    }

    /** Admits no more of a lane, for this reason if there is none yet. */
    void stop(Dispatch lane, @Nullable CallFailure why) {
        List<PendingCall> dropped;
        CallResult report;
        lock.lock();
        try {
            dropped = lane.stop(why);
            report = new CallResult.NotMade(lane.stoppedBy());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        dropped.forEach(call -> call.report.complete(report));
    }

    private void admit() {
        try {
            for (Moves moves = awaitMoves(); moves != null; moves = awaitMoves()) {
                moves.begins().forEach(this::begin);
                endBy(moves);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a JVM on its way out.
            Thread.currentThread().interrupt();
        }
    }

    /** What there is to do now: calls to begin, and perhaps a lane to stop. */
    private record Moves(List<Dispatch.Decision.Begin> begins, Dispatch.Decision.@Nullable End end) {}

    /** Returns what to do as soon as there is something; null when there will be nothing any more. */
    private @Nullable Moves awaitMoves() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                Moves moves = moves(0);
                if (!moves.begins().isEmpty() || moves.end() != null) {
                    return moves;
                }
                if (wakeUpAt == Long.MAX_VALUE) {
                    changed.await();
                } else {
                    changed.awaitNanos(wakeUpAt - ticker.nanos());
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what may begin now, and notes when there may be more; the lock is held. The slots of threads that return are
     * theirs to fill, and the last of them fills whatever else there is.
     *
     * @param own slots that the caller has to fill meanwhile
     */
    private Moves moves(int own) {
        int most = returning == 0 ? Integer.MAX_VALUE : own;
        List<Dispatch.Decision.Begin> begins = new ArrayList<>(1);
        wakeUpAt = Long.MAX_VALUE;
        while (begins.size() < most) {
            Dispatch.Decision decision = lanes.next(ticker.nanos());
            if (decision instanceof Dispatch.Decision.Begin begin) {
                begins.add(begin);
            } else if (decision instanceof Dispatch.Decision.End end) {
                return new Moves(begins, end);
            } else {
                wakeUpAt = ((Dispatch.Decision.Wait) decision).until();
                break;
            }
        }
        return new Moves(begins, null);
    }

    private void endBy(Moves moves) {
        if (moves.end() != null) {
            stop(moves.end().lane(), moves.end().why());
        }
    }

    private void begin(Dispatch.Decision.Begin begin) {
        try {
            threads.execute(() -> makeCalls(begin));
        } catch (RejectedExecutionException e) {
            // Closed since it was admitted.
            abandon(begin, false);
            begin.call().report.complete(new CallResult.NotMade(null));
        } catch (OutOfMemoryError e) {
            abandon(begin, false);
            begin.call()
                    .report
                    .completeExceptionally(ProblemException.failed(
                            "No thread can be started for another call: " + e.getMessage() + ".",
                            "Lower " + Setting.CONCURRENCY
                                    + ", or raise the limit on threads (ulimit -u, or that of the container).",
                            e));
        }
    }

    /**
     * Makes a call, then one that may begin because it has ended, and so on: to wake another thread for each costs as much
     * CPU as to send and read the call.
     */
    private void makeCalls(Dispatch.Decision.Begin first) {
        for (Dispatch.Decision.Begin next = first; next != null; next = next()) {
            make(next);
        }
    }

    /** Returns the next call for the thread that has just ended one, or null when it has to wait for its turn. */
    private Dispatch.Decision.@Nullable Begin next() {
        Moves moves;
        lock.lock();
        try {
            returning--;
            long before = wakeUpAt;
            moves = moves(1);
            if (wakeUpAt < before) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
        endBy(moves);
        List<Dispatch.Decision.Begin> begins = moves.begins();
        begins.stream().skip(1).forEach(this::begin);
        return begins.isEmpty() ? null : begins.get(0);
    }

    private void make(Dispatch.Decision.Begin begin) {
        Dispatch lane = begin.lane();
        PendingCall call = begin.call();
        ModelResult result;
        try {
            result = lane.settings().client().call(call.request);
        } catch (RuntimeException | Error e) {
            abandon(begin, true);
            call.report.completeExceptionally(e);
            return;
        }
        CallResult report;
        CallFailure ended;
        lock.lock();
        try {
            report = lane.ended(call, begin.permit(), result, ticker.nanos());
            ended = lane.stoppedBy();
        } catch (RuntimeException | Error e) {
            // The permit is back by then. Whoever waits for this call must not wait for ever.
            call.report.completeExceptionally(e);
            return;
        } finally {
            returning++;
            lock.unlock();
        }
        report(call, report);
        if (ended != null) {
            stop(lane, ended);
        }
    }

    /** @param returns whether this thread asks for the next call */
    private void abandon(Dispatch.Decision.Begin begin, boolean returns) {
        lock.lock();
        try {
            begin.lane().abandoned(begin.permit(), ticker.nanos());
            returning += returns ? 1 : 0;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private static void report(PendingCall call, @Nullable CallResult report) {
        if (report != null) {
            call.report.complete(report);
        }
    }
}
