package io.llmp.batch.llm;

import io.llmp.batch.limit.Admission;
import io.llmp.batch.limit.CallLimits;
import io.llmp.batch.limit.Permit;
import io.llmp.batch.limit.Ticker;
import io.llmp.batch.limit.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls as fast as the limits allow, first come, first served. One thread admits; each admitted call has a thread of
 * its own, and none while it waits for its turn or for a retry, so that no item ever holds a slot it does not use. A call
 * that is tried again and a follow-up go before calls that were never made. Safe for use by many threads.
 */
public final class RateLimitedCaller implements AutoCloseable {

    private final ModelClient client;
    private final CallLimits limits;
    private final RetryPolicy retry;
    private final TokenEstimate estimate = new TokenEstimate();
    private final Ticker ticker;
    private final RandomGenerator random;
    private final ExecutorService threads = CallThreads.open();
    private final Thread admitter;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Pending> fresh = new ArrayDeque<>();
    private final PriorityQueue<Pending> returning = new PriorityQueue<>(
            Comparator.comparingLong((Pending call) -> call.due).thenComparingLong(call -> call.order));
    private long orders;
    private int inFlight;
    private boolean stopped;

    /**
     * Starts admitting.
     *
     * @param client makes the calls; not closed by this
     * @param random decides the jitter of delays; safe for use by many threads
     */
    public RateLimitedCaller(
            ModelClient client, CallLimits limits, RetryPolicy retry, Ticker ticker, RandomGenerator random) {
        this.client = client;
        this.limits = limits;
        this.retry = retry;
        this.ticker = ticker;
        this.random = random;
        this.admitter = new Thread(this::admit, "admitter");
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
        List<Pending> dropped = new ArrayList<>();
        lock.lock();
        try {
            stopped = true;
            dropped.addAll(fresh);
            dropped.addAll(returning);
            fresh.clear();
            returning.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        dropped.forEach(call -> call.report.complete(new CallReport.NotMade()));
    }

    /** Calls in flight at this moment. */
    public int inFlight() {
        lock.lock();
        try {
            return inFlight;
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
        Pending call = new Pending(request, estimate.tokens(request), ticker.nanos());
        lock.lock();
        try {
            if (stopped) {
                return CompletableFuture.completedFuture(new CallReport.NotMade());
            }
            call.order = orders++;
            (followUp ? returning : fresh).add(call);
            changed.signal();
        } finally {
            lock.unlock();
        }
        return call.report;
    }

    private void admit() {
        lock.lock();
        try {
            while (!stopped) {
                admitNext();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // Without an admitter every waiting call would wait for ever.
            stop();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the loop is admit's
    private void admitNext() throws InterruptedException {
        long now = ticker.nanos();
        Pending next = next(now);
        if (next == null) {
            awaitChange(returning.isEmpty() ? Long.MAX_VALUE : returning.element().due, now);
            return;
        }
        Admission admission = limits.reserve(next.tokens, now);
        if (admission instanceof Admission.Granted granted) {
            (next == fresh.peek() ? fresh : returning).remove();
            inFlight++;
            threads.execute(() -> attempt(next, granted.permit()));
        } else if (admission instanceof Admission.NotBefore notBefore) {
            awaitChange(notBefore.nanos(), now);
        } else {
            changed.await();
        }
    }

    private @Nullable Pending next(long now) {
        Pending first = returning.peek();
        return first != null && first.due <= now ? first : fresh.peek();
    }

    @SuppressWarnings("WaitNotInLoop") // the loop is admit's
    private void awaitChange(long until, long now) throws InterruptedException {
        if (until == Long.MAX_VALUE) {
            changed.await();
        } else {
            changed.awaitNanos(until - now);
        }
    }

    private void attempt(Pending call, Permit permit) {
        long start = ticker.nanos();
        if (call.attempts++ == 0) {
            call.firstAttempt = start;
        }
        ModelResult result;
        try {
            result = client.call(call.request);
        } catch (RuntimeException | Error e) {
            settle(permit, new Verdict.Abandoned());
            call.report.completeExceptionally(e);
            return;
        }
        long end = ticker.nanos();
        Duration again = result instanceof CallFailure failure ? delayBeforeRetry(call, failure, end) : null;
        settle(permit, verdict(result, again, end));
        if (again == null || !requeue(call, end + again.toNanos())) {
            call.report.complete(again == null ? call.made(result, end) : new CallReport.NotMade());
        }
    }

    private Verdict verdict(ModelResult result, @Nullable Duration again, long now) {
        if (result instanceof ModelReply reply) {
            estimate.learn(reply.usage());
            return new Verdict.Succeeded(reply.usage().total());
        }
        boolean throttled = result instanceof CallFailure failure && failure.kind() == FailureKind.THROTTLED;
        return throttled && again != null ? new Verdict.Throttled(now + again.toNanos()) : new Verdict.Abandoned();
    }

    private @Nullable Duration delayBeforeRetry(Pending call, CallFailure failure, long now) {
        if (failure.kind().scope() != FailureKind.Scope.PASSING) {
            return null;
        }
        call.failures++;
        if (failure.kind() != FailureKind.THROTTLED && ++call.breakdowns >= retry.maxAttempts()) {
            return null;
        }
        Duration delay = failure.retryAfter() != null ? failure.retryAfter() : retry.delay(call.failures, random);
        Duration elapsed = Duration.ofNanos(now - call.firstAttempt).plus(delay);
        return elapsed.compareTo(retry.maxElapsed()) > 0 ? null : delay;
    }

    private boolean requeue(Pending call, long due) {
        lock.lock();
        try {
            if (stopped) {
                return false;
            }
            call.due = due;
            returning.add(call);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void settle(Permit permit, Verdict verdict) {
        lock.lock();
        try {
            inFlight--;
            limits.giveBack(permit, verdict);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** A call on its way; its fields belong to whoever holds it: the queue under the lock, or the one thread attempting it. */
    private static final class Pending {
        private final ModelRequest request;
        private final long tokens;
        private final long asked;
        private final CompletableFuture<CallReport> report = new CompletableFuture<>();
        private long order;
        private long due;
        private long firstAttempt;
        private int attempts;
        private int failures;
        private int breakdowns;

        Pending(ModelRequest request, long tokens, long asked) {
            this.request = request;
            this.tokens = tokens;
            this.asked = asked;
            this.due = asked;
        }

        CallReport made(ModelResult result, long end) {
            return new CallReport.Made(
                    result, attempts, Duration.ofNanos(firstAttempt - asked), Duration.ofNanos(end - firstAttempt));
        }
    }
}
