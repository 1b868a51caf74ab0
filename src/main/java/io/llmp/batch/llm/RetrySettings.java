package io.llmp.batch.llm;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a passing failure is tried again, as configured under {@code llmp.retry}.
 *
 * @param maxAttempts most attempts at one call, throttled ones and those during an outage not counted
 * @param firstDelay bound of the first delay; doubles with each further one
 * @param maxDelay bound of every delay
 * @param maxElapsed no attempt begins later than this after the first, outages and waits the provider asked for left out
 * @param maxOutage longest time without any answer, and longest wait a provider may ask for, until the run is ended
 * @param share retries for each first attempt, above which they wait behind first attempts
 */
public record RetrySettings(
        @DefaultValue("7") int maxAttempts,
        @DefaultValue("1s") Duration firstDelay,
        @DefaultValue("60s") Duration maxDelay,
        @DefaultValue("10m") Duration maxElapsed,
        @DefaultValue("15m") Duration maxOutage,
        @DefaultValue("0.2") double share) {

    public RetrySettings {
        // What no policy can be made of is refused as a setting.
        RetryPolicy unused = new RetryPolicy(maxAttempts, firstDelay, maxDelay, maxElapsed, maxOutage, share);
    }

    /** The policy these settings stand for. */
    public RetryPolicy policy() {
        return new RetryPolicy(maxAttempts, firstDelay, maxDelay, maxElapsed, maxOutage, share);
    }
}
