package io.llmp.batch.llm;

/**
 * Tokens a provider counted.
 *
 * @param promptTokens tokens of the request, those read from and written to a cache included
 * @param cachedTokens tokens of the request that the provider had kept from an earlier one
 * @param completionTokens tokens of the answer, reasoning included
 * @param cacheWriteTokens tokens of the request that the provider keeps for later ones and bills for that; a record knows
 *     them by its cost alone
 */
public record Usage(long promptTokens, long cachedTokens, long completionTokens, long cacheWriteTokens) {

    /** Nothing used. */
    public static final Usage NONE = new Usage(0, 0, 0);

    /** More than any model takes or gives in one call; a larger count is none. */
    private static final long MOST = 1_000_000_000;

    /**
     * Returns the counts of one reply that can be true: a count below 0, or beyond what a call can use, is none.
     * Where cached tokens exceed the prompt, the server counts them beside it, so the prompt is the sum of both.
     */
    public static Usage reported(long promptTokens, long cachedTokens, long completionTokens, long cacheWriteTokens) {
        long prompt = plausible(promptTokens);
        long cached = plausible(cachedTokens);
        long written = plausible(cacheWriteTokens);
        long kept = cached + written;
        return new Usage(kept > prompt ? prompt + kept : prompt, cached, plausible(completionTokens), written);
    }

    private static long plausible(long tokens) {
        return tokens < 0 || tokens > MOST ? 0 : tokens;
    }

    /** Counts of a provider that does not bill for keeping a request. */
    public Usage(long promptTokens, long cachedTokens, long completionTokens) {
        this(promptTokens, cachedTokens, completionTokens, 0);
    }

    public Usage plus(Usage other) {
        return new Usage(
                promptTokens + other.promptTokens,
                cachedTokens + other.cachedTokens,
                completionTokens + other.completionTokens,
                cacheWriteTokens + other.cacheWriteTokens);
    }

    /** Prompt and completion together, as limits count them. */
    public long total() {
        return promptTokens + completionTokens;
    }
}
