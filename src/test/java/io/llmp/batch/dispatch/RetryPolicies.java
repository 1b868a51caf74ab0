package io.llmp.batch.dispatch;

import java.time.Duration;

/** Policies with the usual patience for outages and the usual share of retries. */
public final class RetryPolicies {

    private RetryPolicies() {}

    public static RetryPolicy of(int maxAttempts, Duration firstDelay, Duration maxDelay, Duration maxElapsed) {
        return new RetryPolicy(maxAttempts, firstDelay, maxDelay, maxElapsed, Duration.ofMinutes(15), 0.2);
    }
}
