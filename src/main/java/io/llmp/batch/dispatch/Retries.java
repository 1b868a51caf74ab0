package io.llmp.batch.dispatch;

import io.llmp.batch.limit.Breaker;
import io.llmp.batch.limit.Permit;
import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.limit.Verdict;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

/**
 * Decides what happens to a call that failed for now. Distinguishes failures of the call from those of the provider: a throttle and
 * an outage concern every call and cost this one no attempt, unless the provider answers others meanwhile. Not safe for use
 * by several threads.
 */
final class Retries {

    /** Throttles of one call that say something of the provider; from more of them the call alone may be to blame. */
    private static final int TELLING_THROTTLES = 3;

    /** Delay of a call that was refused because of others in flight; doubles each time. */
    private static final long FIRST_PARALLEL_DELAY_NANOS = 50_000_000;

    private static final int MOST_PARALLEL_DOUBLINGS = 4;

    /** Replies without an answer, and none with one, from which what answers is no model. */
    private static final int TELLING_REPLIES = 3;

    /** What becomes of the call. */
    sealed interface Next {}

    /** It is tried again when it is due. */
    record Again() implements Next {}

    /** It ends with this failure. */
    record GiveUp(CallFailure failure) implements Next {}

    /** No call can be made any more. */
    record EndRun(CallFailure failure) implements Next {}

    /**
     * A decision.
     *
     * @param verdict what the limits are told
     */
    record Decision(Verdict verdict, Next next) {}

    /**
     * What else is to be known of a failure.
     *
     * @param exceedsAMinute whether the call needs more tokens than are allowed in a whole minute
     * @param lastOne whether there is no other call
     */
    record Circumstances(boolean exceedsAMinute, boolean lastOne) {}

    private final RetryPolicy policy;
    private final ProviderHealth health;
    private final Breaker breaker;
    private final RandomGenerator random;
    private boolean answeredEver;
    private int unreadable;

    Retries(RetryPolicy policy, ProviderHealth health, RandomGenerator random) {
        this.policy = policy;
        this.health = health;
        this.breaker = health.breaker();
        this.random = random;
    }

    void begun(PendingCall call, long now) {
        if (call.attempts++ == 0) {
            call.firstAttempt = now;
            call.openBefore = breaker.openNanos(now);
        }
    }

    /**
     * The provider was there.
     *
     * @param readable whether with an answer of a model
     */
    void answered(Permit permit, boolean readable) {
        health.answered(permit);
        answeredEver |= readable;
    }

    /**
     * Decides about a failure that does not pass. One that would end the run concerns this call alone where others were
     * answered: then it is tried once more, and given up as refused.
     */
    Decision refused(PendingCall call, CallFailure failure, long now) {
        Next next = failure.kind().scope() == FailureKind.Scope.RUN ? new EndRun(failure) : new GiveUp(failure);
        if (answeredEver && failure.kind().mayBeTheCalls()) {
            boolean first = call.refusals++ == 0;
            call.due = now + policy.delay(1, random).toNanos();
            next = first && policy.maxAttempts() > 1 ? new Again() : new GiveUp(failure.as(FailureKind.REJECTED));
        }
        return new Decision(new Verdict.Abandoned(), next);
    }

    /** A reply that is no answer is paid for each time: it is asked for once more, and never again where none is readable. */
    private Decision unreadable(PendingCall call, CallFailure failure, long now) {
        if (!answeredEver && ++unreadable >= TELLING_REPLIES) {
            return new Decision(
                    new Verdict.Unknown(),
                    new EndRun(failure.as(FailureKind.NO_ANSWERS)
                            .saying("none of its " + unreadable + " replies holds an answer; the last: "
                                    + failure.message())));
        }
        call.due = now + policy.delay(1, random).toNanos();
        boolean again = ++call.unreadable == 1 && policy.maxAttempts() > 1;
        return new Decision(new Verdict.Unknown(), again ? new Again() : new GiveUp(failure));
    }

    /** Decides, and sets when the call is due if it is tried again. */
    Decision failed(PendingCall call, Permit permit, CallFailure failure, Circumstances circumstances, long now) {
        long failedBefore = call.failures++ == 0 ? now : call.failedAt;
        call.failedAt = now;
        Duration wait = failure.retryAfter();
        if (failure.kind() == FailureKind.UNREADABLE) {
            // A probe that ends so ends nothing, and must not keep others from being made.
            breaker.failed(permit.begun(), true, now);
            return unreadable(call, failure, now);
        }
        health.failed(failure, now);
        call.nobodyAnswered = health.failingSince() <= failedBefore;
        if (failure.kind() == FailureKind.PARALLEL_LIMIT) {
            return tooManyInFlight(call, failure, circumstances.lastOne(), now);
        }
        boolean throttled = failure.kind() == FailureKind.THROTTLED;
        if (throttled && circumstances.exceedsAMinute()) {
            return new Decision(new Verdict.Abandoned(), new GiveUp(tooLarge(permit, failure)));
        }
        if (wait != null && wait.compareTo(policy.maxOutage()) > 0) {
            return new Decision(new Verdict.Abandoned(), new EndRun(askedToWait(failure, wait)));
        }
        return throttled ? throttled(call, failure, circumstances.lastOne(), now) : broken(call, permit, failure, now);
    }

    private Decision throttled(PendingCall call, CallFailure failure, boolean lastOne, long now) {
        boolean othersPassedSince = call.throttles > 0 && health.answeredBegun() > call.throttledAt;
        if (call.throttles++ == 0) {
            call.throttledAt = now;
        }
        call.isRetry = false;
        if (mayBeToBlame(call, lastOne)
                && now - call.firstAttempt > policy.maxElapsed().toNanos()) {
            return new Decision(new Verdict.ThrottledAlone(failure.retryAfter()), new GiveUp(failure));
        }
        call.due = now + delayOfThrottled(call, failure);
        if (othersPassedSince) {
            return new Decision(new Verdict.ThrottledAlone(failure.retryAfter()), new Again());
        }
        Verdict verdict = new Verdict.Throttled(call.throttles > TELLING_THROTTLES, failure.retryAfter());
        return new Decision(verdict, outageTooLong(now) ? new EndRun(outage(failure)) : new Again());
    }

    /** None at first, since all calls are paused; then one that grows, so that a call does not hold up those behind it. */
    private long delayOfThrottled(PendingCall call, CallFailure failure) {
        if (call.throttles == 1) {
            return 0;
        }
        long asked = failure.retryAfter() == null ? 0 : failure.retryAfter().toNanos();
        return Math.max(asked, policy.delay(call.throttles - 1, random).toNanos());
    }

    /**
     * Has the call wait for a moment only, whatever time the provider names: it is free as soon as another call ends. Costs
     * no attempt.
     */
    private Decision tooManyInFlight(PendingCall call, CallFailure failure, boolean lastOne, long now) {
        Verdict verdict = new Verdict.TooManyInFlight();
        call.isRetry = false;
        if (outageTooLong(now)) {
            return new Decision(verdict, new EndRun(outage(failure)));
        }
        if (mayBeToBlame(call, lastOne)
                && now - call.firstAttempt > policy.maxElapsed().toNanos()) {
            return new Decision(verdict, new GiveUp(failure));
        }
        long most = FIRST_PARALLEL_DELAY_NANOS << Math.min(call.parallelRefusals++, MOST_PARALLEL_DOUBLINGS);
        call.due = now + random.nextLong(most / 2, most + 1);
        return new Decision(verdict, new Again());
    }

    private boolean mayBeToBlame(PendingCall call, boolean lastOne) {
        return lastOne || health.answeredBegun() > call.firstAttempt;
    }

    private Decision broken(PendingCall call, Permit permit, CallFailure failure, long now) {
        if (policy.maxAttempts() == 1) {
            // Whoever wants nothing tried again does not want an outage waited for.
            return new Decision(verdict(failure), new GiveUp(failure));
        }
        boolean counted = call.countedAtOutage == breaker.outages();
        call.countedAtOutage = breaker.isOpen() ? call.countedAtOutage : breaker.outages();
        if (failure.kind() == FailureKind.OVERLOADED) {
            breaker.seen();
        }
        breaker.failed(permit.begun(), counted, now);
        return new Decision(
                verdict(failure), breaker.isOpen() ? inOutage(call, failure, now) : again(call, failure, now));
    }

    private Next inOutage(PendingCall call, CallFailure failure, long now) {
        if (outageTooLong(now)) {
            return new EndRun(outage(failure));
        }
        if (failure.retryAfter() != null) {
            breaker.delayProbe(now + failure.retryAfter().toNanos());
        }
        call.isRetry = false;
        // Not due at the time of the next probe, so that it is not this call that probes again and again.
        call.due =
                Math.max(now, breaker.probeAt()) + 1 + policy.delay(1, random).toNanos();
        return new Again();
    }

    private static Verdict verdict(CallFailure failure) {
        boolean overloaded = failure.kind() == FailureKind.OVERLOADED || failure.retryAfter() != null;
        return overloaded ? new Verdict.Overloaded() : new Verdict.Abandoned();
    }

    private Next again(PendingCall call, CallFailure failure, long now) {
        long delay = delay(call, failure);
        long own = failure.retryAfter() == null ? delay : 0;
        long elapsed = now - call.firstAttempt - call.askedToWait - (breaker.openNanos(now) - call.openBefore);
        if (++call.ownFailures >= policy.maxAttempts()
                || elapsed + own > policy.maxElapsed().toNanos()) {
            return withoutHope(call, failure, now);
        }
        call.askedToWait += delay - own;
        call.isRetry = true;
        call.due = now + delay;
        return new Again();
    }

    private Next withoutHope(PendingCall call, CallFailure failure, long now) {
        if (failure.kind().isTheProviders() && call.nobodyAnswered) {
            breaker.open(now);
        }
        return breaker.isOpen() ? inOutage(call, failure, now) : new GiveUp(failure);
    }

    private long delay(PendingCall call, CallFailure failure) {
        Duration delay = failure.retryAfter() != null ? failure.retryAfter() : policy.delay(call.failures, random);
        return delay.toNanos();
    }

    private boolean outageTooLong(long now) {
        return now - health.failingSince() > policy.maxOutage().toNanos();
    }

    private CallFailure outage(CallFailure last) {
        String first = health.firstOfOutage().equals(last.message()) ? "" : "; at first: " + health.firstOfOutage();
        return CallFailure.of(
                FailureKind.OUTAGE,
                "it has answered nothing for " + words(policy.maxOutage()) + first + "; at last: " + last.message());
    }

    private static CallFailure askedToWait(CallFailure failure, Duration wait) {
        FailureKind kind = failure.kind() == FailureKind.THROTTLED ? FailureKind.LIMIT_REACHED : FailureKind.OUTAGE;
        return after(kind, "it asks to wait: " + failure.message(), wait);
    }

    private static CallFailure tooLarge(Permit permit, CallFailure failure) {
        long tokens = permit.foreseen().inputTokens() + permit.foreseen().outputTokens();
        return new CallFailure(
                FailureKind.PROMPT_TOO_LONG,
                "about " + tokens + " tokens are more than the limit of a whole minute: " + failure.message(),
                null,
                failure.requestId(),
                failure.limits());
    }

    /** Returns a failure that may be over after {@code wait}. */
    static CallFailure after(FailureKind kind, String message, Duration wait) {
        return new CallFailure(kind, message + "; possible again in " + words(wait), wait, null, ReportedLimits.NONE);
    }

    private static String words(Duration time) {
        Duration rounded = time.plusSeconds(59).truncatedTo(ChronoUnit.MINUTES);
        long hours = rounded.toHours();
        long minutes = rounded.toMinutesPart();
        if (time.compareTo(Duration.ofMinutes(1)) < 0) {
            return Math.max(1, time.toSeconds()) + " s";
        }
        return hours == 0 ? minutes + " min" : hours + " h" + (minutes == 0 ? "" : " " + minutes + " min");
    }
}
