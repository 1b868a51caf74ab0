package io.llmp.batch.dispatch;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a passing failure is tried again: exponential backoff with full jitter (AWS Architecture Blog, "Exponential Backoff And
 * Jitter"), bounded by attempts and by time. A throttle and an outage use up neither, since waiting is their cure.
 *
 * @param maxAttempts most attempts at one call that end in a failure of its own, at least 1; with 1 an outage is not waited for either
 * @param firstDelay bound of the first delay; doubles with each further one
 * @param maxDelay bound of every delay
 * @param maxElapsed no attempt begins later than this after the first, outages and waits the provider asked for left out
 * @param maxOutage longest time without any answer, and longest wait a provider may ask for, until the run is ended
 * @param share retries for each first attempt, at least 0, above which they wait behind first attempts
 */
@ConfigurationProperties(prefix = "llmp.retry", ignoreUnknownFields = false)
public record RetryPolicy(
        @DefaultValue("7") int maxAttempts,
        @DefaultValue("1s") Duration firstDelay,
        @DefaultValue("60s") Duration maxDelay,
        @DefaultValue("10m") Duration maxElapsed,
        @DefaultValue("15m") Duration maxOutage,
        @DefaultValue("0.2") double share) {

    public RetryPolicy {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts must be at least 1 but was " + maxAttempts);
        }
        requirePositive("firstDelay", firstDelay);
        requirePositive("maxDelay", maxDelay);
        requirePositive("maxElapsed", maxElapsed);
        requirePositive("maxOutage", maxOutage);
        if (!(share >= 0)) {
            throw new IllegalArgumentException("share must be at least 0 but was " + share);
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

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be above 0 but was " + value);
        }
    }
}
