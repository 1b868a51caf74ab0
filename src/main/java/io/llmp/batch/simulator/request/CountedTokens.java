package io.llmp.batch.simulator.request;

/**
 * What one answered request would cost.
 *
 * @param promptTokens tokens of the prompt, cached ones included
 * @param cachedTokens how many of them came from the prompt cache
 * @param newlyCachedTokens how many of them were put into it
 */
public record CountedTokens(int promptTokens, int cachedTokens, int newlyCachedTokens, int completionTokens) {

    public int total() {
        return promptTokens + completionTokens;
    }
}
