package io.llmp.batch.llm;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a passing failure is tried again: exponential backoff with full jitter (AWS Architecture Blog, "Exponential Backoff
 * And Jitter"), bounded by attempts and by time. A throttle is bounded by time alone, since waiting is its cure.
 *
 * @param maxAttempts most attempts at one call that end in a failure other than a throttle, at least 1
 * @param firstDelay bound of the first delay; doubles with each further one
 * @param maxDelay bound of every delay
 * @param maxElapsed no attempt begins later than this after the first
 */
public record RetryPolicy(int maxAttempts, Duration firstDelay, Duration maxDelay, Duration maxElapsed) {
    public RetryPolicy {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts must be at least 1 but was " + maxAttempts);
        }
    }

    /**
     * Returns how long to wait before the next attempt.
     *
     * @param failures how many attempts have failed, at least 1
     */
    public Duration delay(int failures, RandomGenerator random) {
        double bound =
                Math.min((double) maxDelay.toNanos(), (double) firstDelay.toNanos() * Math.pow(2, failures - 1.0));
        return Duration.ofNanos((long) (bound * random.nextDouble()));
    }
}
