package io.llmp.batch.dispatch;

import io.llmp.batch.limit.Breaker;
import io.llmp.batch.limit.Permit;
import io.llmp.batch.llm.CallFailure;

/**
 * Whether a provider answers, by the calls of all lanes of a pool: what one lane is answered says to another that the provider
 * is there. Not safe for use by several threads.
 */
final class ProviderHealth {

    private final Breaker breaker;
    private long answeredBegun = Long.MIN_VALUE;
    private boolean failing;
    private long failingSince;
    private String firstOfOutage = "";

    ProviderHealth(RetryPolicy policy) {
        this.breaker = new Breaker(policy.firstDelay(), policy.maxDelay());
    }

    Breaker breaker() {
        return breaker;
    }

    /** The provider was there. */
    void answered(Permit permit) {
        failing = false;
        answeredBegun = Math.max(answeredBegun, permit.begun());
    }

    /** A call failed in a way that may pass. */
    void failed(CallFailure failure, long now) {
        if (!failing) {
            failing = true;
            failingSince = now;
            firstOfOutage = failure.message();
        }
    }

    /** Returns when the last call began that was answered. */
    long answeredBegun() {
        return answeredBegun;
    }

    /** Returns when the first call failed since one was answered; of no meaning before one failed. */
    long failingSince() {
        return failingSince;
    }

    /** Returns what the first call was told that failed since one was answered. */
    String firstOfOutage() {
        return firstOfOutage;
    }
}
