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
