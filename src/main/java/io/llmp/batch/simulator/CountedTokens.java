package io.llmp.batch.simulator;

/**
 * What one answered request would cost.
 *
 * @param promptTokens tokens of the prompt, cached ones included
 * @param cachedTokens how many of them came from the prompt cache
 * @param newlyCachedTokens how many of them were put into it
 */
record CountedTokens(int promptTokens, int cachedTokens, int newlyCachedTokens, int completionTokens) {

    int total() {
        return promptTokens + completionTokens;
    }
}
