package io.llmp.batch.simulator.limit;

import io.llmp.batch.simulator.SimulatorLimits;
import java.time.Duration;

/** What a provider limits over time. */
public enum Measure {
    REQUESTS(Duration.ofMinutes(1)),
    REQUESTS_A_DAY(Duration.ofDays(1)),
    TOKENS(Duration.ofMinutes(1)),
    INPUT_TOKENS(Duration.ofMinutes(1)),
    OUTPUT_TOKENS(Duration.ofMinutes(1));

    private final Duration period;

    Measure(Duration period) {
        this.period = period;
    }

    /** The time that {@link #limit} is for. */
    Duration period() {
        return period;
    }

    /** How much of it {@code limits} allow in its period; 0 for any amount. */
    int limit(SimulatorLimits limits) {
        return switch (this) {
            case REQUESTS -> limits.rpm();
            case REQUESTS_A_DAY -> limits.rpd();
            case TOKENS -> limits.tpm();
            case INPUT_TOKENS -> limits.inputTpm();
            case OUTPUT_TOKENS -> limits.outputTpm();
        };
    }

    int amount(Charge charge) {
        return switch (this) {
            case REQUESTS, REQUESTS_A_DAY -> 1;
            case TOKENS -> charge.tokens();
            case INPUT_TOKENS -> charge.inputTokens();
            case OUTPUT_TOKENS -> charge.outputTokens();
        };
    }
}
