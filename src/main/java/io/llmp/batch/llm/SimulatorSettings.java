package io.llmp.batch.llm;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the simulated provider behaves. All chance in it is decided by the request, how often it came before, and the
 * seed, so that a run can be repeated.
 *
 * @param latency median time from request to answer
 * @param latencySigma spread of the log-normal latency; 0 makes it fixed
 * @param rpm requests a minute that are let through; 0 for no limit
 * @param tpm tokens a minute, of prompts and answers, that are let through; 0 for no limit
 * @param burst how far the limits may be used ahead: what this time lets through, and at least 5 requests, may come at once
 * @param errorRate share of requests answered with a 500, 0 to 1
 * @param throttleRate share of requests answered with a 429, 0 to 1
 * @param resetRate share of requests whose connection is dropped without an answer, 0 to 1
 * @param hangRate share of requests that are never answered, 0 to 1
 * @param invalidRate share of requests answered with JSON that breaks the wanted schema, 0 to 1
 * @param refusalRate share of requests answered with a refusal, 0 to 1
 * @param apiKey the only key let in; without it every caller is
 * @param quotaAfter answers given before the account counts as used up; 0 for no end
 * @param contextTokens longest prompt the models take; 0 for any length
 * @param seed makes another world of answers and faults
 */
@Validated
@ConfigurationProperties(prefix = "llmp.simulator", ignoreUnknownFields = false)
public record SimulatorSettings(
        @DefaultValue("20ms") Duration latency,
        @DefaultValue("0") @PositiveOrZero double latencySigma,
        @DefaultValue("0") @PositiveOrZero int rpm,
        @DefaultValue("0") @PositiveOrZero int tpm,
        @DefaultValue("1s") Duration burst,
        @DefaultValue("0") @DecimalMin("0") @DecimalMax("1") double errorRate,
        @DefaultValue("0") @DecimalMin("0") @DecimalMax("1") double throttleRate,
        @DefaultValue("0") @DecimalMin("0") @DecimalMax("1") double resetRate,
        @DefaultValue("0") @DecimalMin("0") @DecimalMax("1") double hangRate,
        @DefaultValue("0") @DecimalMin("0") @DecimalMax("1") double invalidRate,
        @DefaultValue("0") @DecimalMin("0") @DecimalMax("1") double refusalRate,
        @Nullable String apiKey,
        @DefaultValue("0") @PositiveOrZero int quotaAfter,
        @DefaultValue("0") @PositiveOrZero int contextTokens,
        @DefaultValue("1") long seed) {

    public SimulatorSettings {
        double faults = errorRate + throttleRate + resetRate + hangRate + invalidRate + refusalRate;
        if (faults > 1) {
            throw new IllegalArgumentException("the rates must add up to at most 1 but were " + faults);
        }
        if (latency.isNegative() || burst.isNegative()) {
            throw new IllegalArgumentException(
                    "latency and burst must be at least 0 but were " + latency + " and " + burst);
        }
    }
}
