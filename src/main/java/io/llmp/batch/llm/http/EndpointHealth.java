package io.llmp.batch.llm.http;

import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.limit.ReportedLimits.Window;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides for how long one of several endpoints is not called. It rests for as long as it asks to, and else for a time that
 * doubles until it answers; then one call is let through. Arithmetic on the times it is given; safe for use by many threads.
 */
final class EndpointHealth {

    /** Failures in a row that may each be the request's; from so many on they are the endpoint's. */
    private static final int TELLING_FAILURES = 3;

    private static final Duration SHORT_REST = Duration.ofSeconds(1);
    private static final Duration MOST_SHORT_REST = Duration.ofMinutes(1);
    /** A quota, a key or a model is not back within seconds. */
    private static final Duration LONG_REST = Duration.ofMinutes(1);

    private static final Duration MOST_LONG_REST = Duration.ofMinutes(15);

    /** What may be broken by the request alone. */
    private static final Set<FailureKind> MAY_BE_THE_REQUESTS = Set.of(FailureKind.UNAVAILABLE, FailureKind.TIMED_OUT);

    private Instant restsSince = Instant.MIN;
    private Instant restsUntil = Instant.MIN;
    private int failuresInARow;
    private int rests;
    private boolean probing;

    /** Returns whether another endpoint may answer the call that failed so. One that took all its time is not repeated here. */
    static boolean isOfTheEndpoint(FailureKind kind) {
        return kind.scope() != FailureKind.Scope.ITEM && kind != FailureKind.TIMED_OUT;
    }

    /** Returns whether a call may begin now. The call that does so after a rest is alone until it has ended. */
    synchronized boolean mayBeCalled(Instant now) {
        if (rests == 0 && !now.isBefore(restsUntil)) {
            return true;
        }
        if (probing || now.isBefore(restsUntil)) {
            return false;
        }
        probing = true;
        return true;
    }

    /** Returns when its rest ends; in the past when it has none. */
    synchronized Instant restsUntil() {
        return restsUntil;
    }

    /**
     * A call that began at {@code begun} has shown that the endpoint works.
     *
     * @return whether that ends a rest
     */
    synchronized boolean answered(ReportedLimits limits, Instant begun, Instant now) {
        failuresInARow = 0;
        boolean rested = rests > 0 && !begun.isBefore(restsSince);
        if (rested) {
            rests = 0;
            restsUntil = Instant.MIN;
            probing = false;
        }
        Stream.of(limits.requests(), limits.tokens(), limits.inputTokens(), limits.outputTokens())
                .filter(EndpointHealth::isUsedUp)
                .map(window -> now.plus(window.reset()))
                .filter(reset -> reset.isAfter(restsUntil))
                .forEach(reset -> restsUntil = reset);
        return rested;
    }

    private static boolean isUsedUp(@Nullable Window window) {
        return window != null && window.remaining() == 0 && window.reset() != null;
    }

    /**
     * A call that began at {@code begun} has failed.
     *
     * @return for how long the endpoint rests because of it; null when it does not, or rests already
     */
    synchronized @Nullable Duration failed(CallFailure failure, Instant begun, Instant now) {
        if (failure.kind().scope() == FailureKind.Scope.ITEM) {
            answered(failure.limits(), begun, now);
            return null;
        }
        boolean known = rests > 0 && begun.isBefore(restsSince);
        if (known
                || (++failuresInARow < TELLING_FAILURES
                        && rests == 0
                        && MAY_BE_THE_REQUESTS.contains(failure.kind()))) {
            return null;
        }
        probing = false;
        Duration rest = rest(failure);
        rests++;
        restsSince = now;
        restsUntil = now.plus(rest);
        return rest;
    }

    private Duration rest(CallFailure failure) {
        if (failure.retryAfter() != null) {
            return failure.retryAfter();
        }
        boolean passing = failure.kind().scope() == FailureKind.Scope.PASSING;
        Duration rest = (passing ? SHORT_REST : LONG_REST).multipliedBy(1L << Math.min(rests, 10));
        Duration most = passing ? MOST_SHORT_REST : MOST_LONG_REST;
        return rest.compareTo(most) < 0 ? rest : most;
    }

    /** A call broke off for a reason that has nothing to do with the endpoint. */
    synchronized void abandoned() {
        probing = false;
    }
}
