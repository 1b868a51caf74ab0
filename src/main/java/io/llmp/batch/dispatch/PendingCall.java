package io.llmp.batch.dispatch;

import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A call on its way. What changes belongs to the {@link Dispatch}, under its caller's lock; the rest is safe for use by many
 * threads.
 */
final class PendingCall {

    final ModelRequest request;
    final long characters;
    /** The most the call can cost, in US dollars; 0 when money is no limit. */
    final BigDecimal worstCase;

    final CompletableFuture<CallResult> report = new CompletableFuture<>();

    final long asked;
    /** Place in the line. */
    long order;
    /** When it may be tried again. */
    long due;
    /** Whether it is tried again for a failure of its own, which the retry budget is for. */
    boolean isRetry;

    int attempts;
    long firstAttempt;
    /** Attempts that failed, for the backoff. */
    int failures;
    /** When the last of them ended. */
    long failedAt;
    /** Whether no call was answered between the last two of them. */
    boolean nobodyAnswered;
    /** Attempts that failed while the provider answered others. */
    int ownFailures;
    /** The breaker's outages by the last failure that it counted; -1 before any. */
    int countedAtOutage = -1;
    /** How long the breaker had been open before the first attempt. */
    long openBefore;
    /** Nanoseconds that the provider asked to wait. */
    long askedToWait;

    /** Failed attempts whose replies could not be read. */
    int unreadable;
    /** Attempts refused for a reason that may be this call's alone, while others are answered. */
    int refusals;
    /** Tokens billed for failed attempts. */
    Usage wasted = Usage.NONE;
    /** Whether more may be billed for them. */
    boolean unmetered;

    /** Attempts that were refused because of other calls in flight. */
    int parallelRefusals;

    int throttles;
    /** When the first throttled attempt ended, if there was one. */
    long throttledAt;

    PendingCall(ModelRequest request, BigDecimal worstCase, long asked) {
        this.request = request;
        this.characters = TokenEstimate.characters(request);
        this.worstCase = worstCase;
        this.asked = asked;
    }

    /** Notes what a failed attempt may cost. */
    void failed(CallFailure failure) {
        if (failure.billed() == null) {
            unmetered = true;
        } else {
            wasted = wasted.plus(failure.billed());
        }
    }

    CallResult made(ModelResult result, long end) {
        return new CallResult.Made(
                result,
                attempts,
                wasted,
                unmetered,
                Duration.ofNanos(firstAttempt - asked),
                Duration.ofNanos(end - firstAttempt));
    }
}
