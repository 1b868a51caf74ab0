package io.llmp.batch.llm;

/**
 * Tokens a provider counted.
 *
 * @param promptTokens tokens of the request, cached ones included
 * @param cachedTokens tokens of the request that the provider had kept from an earlier one
 * @param completionTokens tokens of the answer, reasoning included
 */
public record Usage(long promptTokens, long cachedTokens, long completionTokens) {

    /** Nothing used. */
    public static final Usage NONE = new Usage(0, 0, 0);

    public Usage plus(Usage other) {
        return new Usage(
                promptTokens + other.promptTokens,
                cachedTokens + other.cachedTokens,
                completionTokens + other.completionTokens);
    }

    /** Prompt and completion together, as limits count them. */
    public long total() {
        return promptTokens + completionTokens;
    }
}
