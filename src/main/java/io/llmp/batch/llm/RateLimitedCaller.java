package io.llmp.batch.llm;

import io.llmp.batch.limit.CallLimits;
import io.llmp.batch.limit.Permit;
import io.llmp.batch.limit.Ticker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls as fast as the limits allow, first come, first served. One thread admits; each admitted call has a thread of
 * its own, and none while it waits for its turn or for a retry, so that no item ever holds a slot it does not use. A call
 * that is tried again and a follow-up go before calls that were never made. Passing failures are tried again, outages
 * waited for; what ends all calls is told to each that waits. Safe for use by many threads.
 */
public final class RateLimitedCaller implements AutoCloseable {

    private final ModelClient client;
    private final Ticker ticker;
    private final ExecutorService threads = CallThreads.open();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Guarded by the lock, but for what says otherwise. */
    private final Dispatch dispatch;

    /** Starts admitting calls for which money is no limit, without waiting for the first answer. */
    public RateLimitedCaller(
            ModelClient client, CallLimits limits, RetryPolicy retry, Ticker ticker, RandomGenerator random) {
        this(client, limits, retry, null, false, ticker, random);
    }

    /**
     * Starts admitting.
     *
     * @param client makes the calls; not closed by this
     * @param price what calls cost; null only if {@code limits} have no budget
     * @param primeCache whether the first call ends before the second is made, so that the provider has kept what all
     *     requests have in common; one that fails or is never answered holds up the others no longer than it lasts
     * @param random decides the jitter of delays; safe for use by many threads
     */
    public RateLimitedCaller(
            ModelClient client,
            CallLimits limits,
            RetryPolicy retry,
            @Nullable Price price,
            boolean primeCache,
            Ticker ticker,
            RandomGenerator random) {
        this.client = client;
        this.ticker = ticker;
        this.dispatch = new Dispatch(limits, retry, price, primeCache, random);
        Thread admitter = new Thread(this::admit, "admitter");
        admitter.setDaemon(true);
        admitter.start();
    }

    /** Asks for a call; it waits behind those asked for before. The result completes on a thread that must not be held up. */
    public CompletableFuture<CallReport> call(ModelRequest request) {
        return enqueue(request, false);
    }

    /** Asks for a call that goes on with an earlier one, and so need not wait behind calls that were never made. */
    public CompletableFuture<CallReport> followUp(ModelRequest request) {
        return enqueue(request, true);
    }

    /** Admits no more: what waits is not made, what is in flight goes on. */
    public void stop() {
        stop(null);
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

    private CompletableFuture<CallReport> enqueue(ModelRequest request, boolean followUp) {
        PendingCall call = dispatch.pending(request, ticker.nanos());
        CallReport refused;
        lock.lock();
        try {
            refused = dispatch.add(call, followUp);
            changed.signal();
        } finally {
            lock.unlock();
        }
        report(call, refused);
        return call.report;
    }

    private void stop(@Nullable CallFailure why) {
        List<PendingCall> dropped;
        CallReport report;
        lock.lock();
        try {
            dropped = dispatch.stop(why);
            report = new CallReport.NotMade(dispatch.stoppedBy());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        dropped.forEach(call -> call.report.complete(report));
    }

    private void admit() {
        try {
            for (Dispatch.Move move = awaitMove(); move != null; move = awaitMove()) {
                if (move instanceof Dispatch.Move.Begin begin) {
                    begin(begin.call(), begin.permit());
                } else if (move instanceof Dispatch.Move.End end) {
                    stop(end.why());
                }
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a JVM on its way out.
            Thread.currentThread().interrupt();
        }
    }

    /** Returns what to do as soon as there is something; null when there will be nothing any more. */
    private Dispatch.@Nullable Move awaitMove() throws InterruptedException {
        lock.lock();
        try {
            while (!dispatch.isStopped()) {
                long now = ticker.nanos();
                Dispatch.Move move = dispatch.next(now);
                if (!(move instanceof Dispatch.Move.Wait wait)) {
                    return move;
                }
                if (wait.until() == Long.MAX_VALUE) {
                    changed.await();
                } else {
                    changed.awaitNanos(wait.until() - now);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void begin(PendingCall call, Permit permit) {
        try {
            threads.execute(() -> attempt(call, permit));
        } catch (RejectedExecutionException e) {
            // Closed since it was admitted.
            abandon(permit);
            call.report.complete(new CallReport.NotMade(null));
        }
    }

    private void attempt(PendingCall call, Permit permit) {
        ModelResult result;
        try {
            result = client.call(call.request);
        } catch (RuntimeException | Error e) {
            abandon(permit);
            call.report.completeExceptionally(e);
            return;
        }
        CallReport report;
        CallFailure ended;
        lock.lock();
        try {
            report = dispatch.ended(call, permit, result, ticker.nanos());
            ended = dispatch.stoppedBy();
            changed.signal();
        } finally {
            lock.unlock();
        }
        report(call, report);
        if (ended != null) {
            stop(ended);
        }
    }

    private void abandon(Permit permit) {
        lock.lock();
        try {
            dispatch.abandoned(permit, ticker.nanos());
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private static void report(PendingCall call, @Nullable CallReport report) {
        if (report != null) {
            call.report.complete(report);
        }
    }
}
