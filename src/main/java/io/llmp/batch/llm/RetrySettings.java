package io.llmp.batch.llm;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a passing failure is tried again, as configured under {@code llmp.retry}.
 *
 * @param maxAttempts most attempts at one call, throttled ones not counted
 * @param firstDelay bound of the first delay; doubles with each further one
 * @param maxDelay bound of every delay
 * @param maxElapsed no attempt begins later than this after the first
 */
public record RetrySettings(
        @DefaultValue("7") int maxAttempts,
        @DefaultValue("1s") Duration firstDelay,
        @DefaultValue("60s") Duration maxDelay,
        @DefaultValue("10m") Duration maxElapsed) {

    /** The policy these settings stand for. */
    public RetryPolicy policy() {
        return new RetryPolicy(maxAttempts, firstDelay, maxDelay, maxElapsed);
    }
}
