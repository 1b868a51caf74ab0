package io.llmp.batch.limit;

import org.jspecify.annotations.Nullable;

/**
 * What one provider and model may be asked for.
 *
 * @param concurrency calls in flight at once, at least 1
 * @param requestsPerMinute calls begun in any minute, at least 1, or null for no limit
 * @param tokensPerMinute prompt and completion tokens together in any minute, at least 1, or null for no limit
 */
public record LimitSettings(
        int concurrency,
        @Nullable Integer requestsPerMinute,
        @Nullable Integer tokensPerMinute) {
    public LimitSettings {
        requirePositive("concurrency", concurrency);
        requirePositive("requestsPerMinute", requestsPerMinute);
        requirePositive("tokensPerMinute", tokensPerMinute);
    }

    private static void requirePositive(String name, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
        }
    }
}
