package io.llmp.batch.dispatch;

import io.llmp.batch.limit.CallLimits;
import io.llmp.batch.limit.Permit;
import io.llmp.batch.limit.Ticker;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Price;
import io.llmp.batch.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls as fast as the limits allow, first come, first served. A call has a thread only while it is made, and none
 * while it waits for its turn or for a retry, so that no item ever holds a slot it does not use. A thread that has ended a
 * call makes the next; where there is none yet, one thread waits for it. A call that is tried again and a follow-up go
 * before calls that were never made. Passing failures are tried again, outages waited for; what ends all calls is told to
 * each that waits. Safe for use by many threads. Long because all of it shares one lock.
 */
public final class RateLimitedCaller implements AutoCloseable {

    private final ModelClient client;
    private final Ticker ticker;
    private final ExecutorService threads = CallThreads.open();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Guarded by the lock, but for what says otherwise. */
    private final Dispatch dispatch;
    /** When the admitter looks again, unless it is woken before; guarded by the lock. */
    private long wakeUpAt = Long.MAX_VALUE;
    /** Threads that have ended a call and will ask for the next one; guarded by the lock. */
    private int returning;

    /** Starts admitting calls for which money is no limit, without waiting for the first answer. */
    public RateLimitedCaller(
            ModelClient client, CallLimits limits, RetryPolicy retry, Ticker ticker, RandomGenerator random) {
        this(client, limits, retry, null, false, () -> false, ticker, random);
    }

    /**
     * Starts admitting.
     *
     * @param client makes the calls; not closed by this
     * @param price what calls cost; null only if {@code limits} have no budget
     * @param primeCache whether the first call ends before the second is made, so that the provider has kept what all
     *     requests have in common; one that fails or is never answered holds up the others no longer than it lasts
     * @param storeIsFull whether no call may begin until {@link #storeHasRoom}, because too many answers wait to become
     *     durable; quick, and safe for use by many threads
     * @param random decides the jitter of delays; safe for use by many threads
     */
    public RateLimitedCaller(
            ModelClient client,
            CallLimits limits,
            RetryPolicy retry,
            @Nullable Price price,
            boolean primeCache,
            BooleanSupplier storeIsFull,
            Ticker ticker,
            RandomGenerator random) {
        this.client = client;
        this.ticker = ticker;
        this.dispatch = new Dispatch(limits, retry, price, primeCache, storeIsFull, random);
        Thread admitter = new Thread(this::admit, "admitter");
        admitter.setDaemon(true);
        admitter.start();
    }

    /** Asks for a call; it waits behind those asked for before. The result completes on a thread that must not be held up. */
    public CompletableFuture<CallResult> call(ModelRequest request) {
        return enqueue(request, false);
    }

    /** Asks for a call that goes on with an earlier one, and so need not wait behind calls that were never made. */
    public CompletableFuture<CallResult> followUp(ModelRequest request) {
        return enqueue(request, true);
    }

    /** Admits no more: what waits is not made, what is in flight goes on. */
    public void stop() {
        stop(null);
    }

    /** The store is no longer full: calls may begin again. */
    public void storeHasRoom() {
        lock.lock();
        try {
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Calls in flight at this moment. */
    public int inFlight() {
        lock.lock();
        try {
            return dispatch.inFlight();
        } finally {
            lock.unlock();
        }
    }

    /** Returns what is being done at this moment; cheap enough to be asked several times a second. */
    public CallerState state() {
        lock.lock();
        try {
            return dispatch.state(ticker.nanos());
        } finally {
            lock.unlock();
        }
    }

    /** Stops, and frees the threads once the calls in flight have ended. */
    @Override
    public void close() {
        stop();
        threads.shutdown();
    }

    private CompletableFuture<CallResult> enqueue(ModelRequest request, boolean followUp) {
        PendingCall call = dispatch.pending(request, ticker.nanos());
        CallResult refused;
        lock.lock();
        try {
            refused = dispatch.add(call, followUp);
            if (followUp || dispatch.lacksCalls()) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
        report(call, refused);
        return call.report;
    }

    private void stop(@Nullable CallFailure why) {
        List<PendingCall> dropped;
        CallResult report;
        lock.lock();
        try {
            dropped = dispatch.stop(why);
            report = new CallResult.NotMade(dispatch.stoppedBy());
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

    /** What there is to do now: calls to begin, and perhaps a reason for which there will be no more. */
    private record Moves(
            List<Dispatch.Decision.Begin> begins, @Nullable CallFailure end) {}

    /** Returns what to do as soon as there is something; null when there will be nothing any more. */
    private @Nullable Moves awaitMoves() throws InterruptedException {
        lock.lock();
        try {
            while (!dispatch.isStopped()) {
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
        while (begins.size() < most && !dispatch.isStopped()) {
            Dispatch.Decision decision = dispatch.next(ticker.nanos());
            if (decision instanceof Dispatch.Decision.Begin begin) {
                begins.add(begin);
            } else if (decision instanceof Dispatch.Decision.End end) {
                return new Moves(begins, end.why());
            } else {
                wakeUpAt = ((Dispatch.Decision.Wait) decision).until();
                break;
            }
        }
        return new Moves(begins, null);
    }

    private void endBy(Moves moves) {
        if (moves.end() != null) {
            stop(moves.end());
        }
    }

    private void begin(Dispatch.Decision.Begin begin) {
        try {
            threads.execute(() -> makeCalls(begin));
        } catch (RejectedExecutionException e) {
            // Closed since it was admitted.
            abandon(begin.permit(), false);
            begin.call().report.complete(new CallResult.NotMade(null));
        } catch (OutOfMemoryError e) {
            abandon(begin.permit(), false);
            begin.call()
                    .report
                    .completeExceptionally(ProblemException.failed(
                            "No thread can be started for another call: " + e.getMessage() + ".",
                            "Lower --concurrency, or raise the limit on threads (ulimit -u, or that of the container).",
                            e));
        }
    }

    /**
     * Makes a call, then one that may begin because it has ended, and so on: to wake another thread for each costs as much
     * CPU as to send and read the call.
     */
    private void makeCalls(Dispatch.Decision.Begin first) {
        for (Dispatch.Decision.Begin next = first; next != null; next = next()) {
            make(next.call(), next.permit());
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

    private void make(PendingCall call, Permit permit) {
        ModelResult result;
        try {
            result = client.call(call.request);
        } catch (RuntimeException | Error e) {
            abandon(permit, true);
            call.report.completeExceptionally(e);
            return;
        }
        CallResult report;
        CallFailure ended;
        lock.lock();
        try {
            report = dispatch.ended(call, permit, result, ticker.nanos());
            ended = dispatch.stoppedBy();
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
            stop(ended);
        }
    }

    /** @param returns whether this thread asks for the next call */
    private void abandon(Permit permit, boolean returns) {
        lock.lock();
        try {
            dispatch.abandoned(permit, ticker.nanos());
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
