package io.llmp.batch.limit;

import java.math.BigDecimal;

/**
 * What one call takes of the limits, besides its slot: as it is foreseen, or as it turned out.
 *
 * @param inputTokens tokens of the prompt, cached ones included
 * @param cachedTokens tokens of the prompt that the provider had kept from an earlier call
 * @param outputTokens tokens of the answer
 * @param dollars US dollars; foreseen, the most that the call can cost
 */
public record Use(long inputTokens, long cachedTokens, long outputTokens, BigDecimal dollars) {
    public Use {
        if (inputTokens < 0 || cachedTokens < 0 || outputTokens < 0 || dollars.signum() < 0) {
            throw new IllegalArgumentException("a use must be at least 0 but was " + inputTokens + " input, "
                    + cachedTokens + " cached and " + outputTokens + " output tokens for $" + dollars);
        }
    }

    /** Returns a use of tokens that cost nothing. */
    public static Use ofTokens(long input, long output) {
        return new Use(input, 0, output, BigDecimal.ZERO);
    }

    /** Prompt and answer together, as limits on all tokens count them. */
    long totalTokens() {
        return inputTokens + outputTokens;
    }

    /** Prompt tokens as limits on input count them: cached ones are free of them (Anthropic and Groq, "Rate limits"). */
    long countedInput() {
        return Math.max(0, inputTokens - cachedTokens);
    }
}
