package io.llmp.batch.simulator;

import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the simulated provider behaves. All chance in it is decided by the request, how often it came before, and the
 * seed, so that a run can be repeated.
 *
 * @param latency median time from request to answer, whatever the answer's length
 * @param latencyPerToken more time for each token of the answer
 * @param latencySigma spread of the log-normal latency; 0 makes it fixed
 * @param rpm requests a minute that are let through; 0 for no limit
 * @param tpm tokens a minute, of prompts and answers, that are let through; 0 for no limit
 * @param inputTpm tokens a minute of prompts, those from the prompt cache not counted; 0 for no limit
 * @param outputTpm tokens a minute of answers; 0 for no limit
 * @param rpd requests a day; 0 for no limit
 * @param concurrency requests at once; 0 for no limit
 * @param burst how far the limits of a minute may be used ahead: what this time lets through, and at least 5 requests,
 *     may come at once; up to a minute
 * @param changes limits that replace those above in the course of time
 * @param faults share of requests, 0 to 1, that meet each fault
 * @param slowBody how long the body of a {@link SimulatorFault#SLOW_BODY} takes
 * @param apiKey the only key let in; without it every caller is
 * @param quotaAfter answers given before the account counts as used up; 0 for no end
 * @param contextTokens longest prompt the models take; 0 for any length
 * @param promptCache whether the beginnings that prompts share are found in a cache, as the providers have one
 * @param seed makes another world of answers and faults
 */
@Validated
@ConfigurationProperties(prefix = "llmp.simulator", ignoreUnknownFields = false)
public record SimulatorSettings(
        @DefaultValue("20ms") Duration latency,
        @DefaultValue("0ms") Duration latencyPerToken,
        @DefaultValue("0") @PositiveOrZero double latencySigma,
        @DefaultValue("0") int rpm,
        @DefaultValue("0") int tpm,
        @DefaultValue("0") int inputTpm,
        @DefaultValue("0") int outputTpm,
        @DefaultValue("0") int rpd,
        @DefaultValue("0") int concurrency,
        @DefaultValue("1s") Duration burst,
        @DefaultValue List<Change> changes,
        @DefaultValue Map<SimulatorFault, Double> faults,
        @DefaultValue("2s") Duration slowBody,
        @Nullable String apiKey,
        @DefaultValue("0") @PositiveOrZero int quotaAfter,
        @DefaultValue("0") @PositiveOrZero int contextTokens,
        @DefaultValue("true") boolean promptCache,
        @DefaultValue("1") long seed) {

    private static final Duration LONGEST_BURST = Duration.ofMinutes(1);

    public SimulatorSettings {
        SimulatorLimits limits = new SimulatorLimits(rpm, tpm, inputTpm, outputTpm, rpd, concurrency);
        changes = List.copyOf(changes);
        for (Change change : changes) {
            // A limit that comes later is refused now, too.
            limits = change.of(limits);
        }
        faults = faults.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(faults));
        double sum = 0;
        for (double share : faults.values()) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("the share of a fault must be from 0 to 1 but was " + share);
            }
            sum += share;
        }
        // Shares such as 0.7, 0.2 and 0.1 add up to a little more than 1.
        if (sum > 1 + 1e-9) {
            throw new IllegalArgumentException("the faults must add up to at most 1 but were " + sum);
        }
        if (latency.isNegative() || latencyPerToken.isNegative() || slowBody.isNegative()) {
            throw new IllegalArgumentException("latency, latencyPerToken and slowBody must be at least 0 but were "
                    + latency + ", " + latencyPerToken + " and " + slowBody);
        }
        if (burst.isNegative() || burst.compareTo(LONGEST_BURST) > 0) {
            throw new IllegalArgumentException("burst must be from 0 to 1m but was " + burst);
        }
    }

    /** The limits at the beginning. */
    public SimulatorLimits limits() {
        return new SimulatorLimits(rpm, tpm, inputTpm, outputTpm, rpd, concurrency);
    }

    /**
     * Limits from some time on, each null where it stays what it was and 0 where there is none any more.
     *
     * @param after time since the first request came
     */
    public record Change(
            Duration after,
            @Nullable Integer rpm,
            @Nullable Integer tpm,
            @Nullable Integer inputTpm,
            @Nullable Integer outputTpm,
            @Nullable Integer rpd,
            @Nullable Integer concurrency) {

        public Change {
            if (after.isNegative()) {
                throw new IllegalArgumentException("after must be at least 0 but was " + after);
            }
        }

        /** Returns the limits that follow {@code before}. */
        public SimulatorLimits of(SimulatorLimits before) {
            return new SimulatorLimits(
                    rpm == null ? before.rpm() : rpm,
                    tpm == null ? before.tpm() : tpm,
                    inputTpm == null ? before.inputTpm() : inputTpm,
                    outputTpm == null ? before.outputTpm() : outputTpm,
                    rpd == null ? before.rpd() : rpd,
                    concurrency == null ? before.concurrency() : concurrency);
        }
    }
}
