package io.llmp.batch.run;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How runs behave, whatever they do.
 *
 * @param stopGrace how long calls in flight may still take when a run is told to stop, before they are dropped
 * @param lease how long a run stays taken after its process has died, where processes share a store; at least 2 s. It is
 *     renewed ten times as often, and a process that is stalled for longer loses its run
 */
@ConfigurationProperties(prefix = "llmp.run", ignoreUnknownFields = false)
record RunSettings(
        @DefaultValue("60s") Duration stopGrace,
        @DefaultValue("30s") Duration lease) {

    private static final Duration SHORTEST = Duration.ofSeconds(2);

    RunSettings {
        if (lease.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "lease must be at least " + SHORTEST.toSeconds() + " s but was " + lease);
        }
    }
}
