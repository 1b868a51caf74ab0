package io.llmp.batch.limit;

import org.jspecify.annotations.Nullable;

/**
 * What one provider and model may be asked for, each null for no limit that is known.
 *
 * @param concurrency calls in flight at once, at least 1
 * @param requestsPerMinute calls begun in any minute, at least 1
 * @param tokensPerMinute prompt and completion tokens together in any minute, at least 1
 * @param inputTokensPerMinute prompt tokens that were not cached in any minute, at least 1
 * @param outputTokensPerMinute completion tokens in any minute, at least 1
 * @param requestsPerDay calls begun in any 24 hours, at least 1
 * @param tokensPerDay prompt and completion tokens together in any 24 hours, at least 1
 */
public record LimitSettings(
        int concurrency,
        @Nullable Integer requestsPerMinute,
        @Nullable Integer tokensPerMinute,
        @Nullable Integer inputTokensPerMinute,
        @Nullable Integer outputTokensPerMinute,
        @Nullable Long requestsPerDay,
        @Nullable Long tokensPerDay) {
    public LimitSettings {
        requirePositive("concurrency", concurrency);
        requirePositive("requestsPerMinute", requestsPerMinute);
        requirePositive("tokensPerMinute", tokensPerMinute);
        requirePositive("inputTokensPerMinute", inputTokensPerMinute);
        requirePositive("outputTokensPerMinute", outputTokensPerMinute);
        requirePositive("requestsPerDay", requestsPerDay);
        requirePositive("tokensPerDay", tokensPerDay);
    }

    /** Limits on slots, requests and tokens a minute alone. */
    public LimitSettings(int concurrency, @Nullable Integer requestsPerMinute, @Nullable Integer tokensPerMinute) {
        this(concurrency, requestsPerMinute, tokensPerMinute, null, null, null, null);
    }

    /** Whether it matters what was used before this process began. */
    public boolean limitsADay() {
        return requestsPerDay != null || tokensPerDay != null;
    }

    /** Returns the stricter of these and {@code other}, limit by limit. */
    public LimitSettings stricter(LimitSettings other) {
        return new LimitSettings(
                Math.min(concurrency, other.concurrency),
                lesser(requestsPerMinute, other.requestsPerMinute),
                lesser(tokensPerMinute, other.tokensPerMinute),
                lesser(inputTokensPerMinute, other.inputTokensPerMinute),
                lesser(outputTokensPerMinute, other.outputTokensPerMinute),
                lesser(requestsPerDay, other.requestsPerDay),
                lesser(tokensPerDay, other.tokensPerDay));
    }

    private static <T extends Comparable<T>> @Nullable T lesser(@Nullable T one, @Nullable T other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static void requirePositive(String name, @Nullable Number value) {
        if (value != null && value.longValue() < 1) {
            throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
        }
    }
}
