package io.llmp.batch.simulator.limit;

/**
 * What one request takes from the limits.
 *
 * @param inputTokens tokens of the prompt that no cache held, which is what Anthropic counts
 * @param tokens tokens of prompt and answer, cached ones included, which is what OpenAI counts
 */
public record Charge(int inputTokens, int outputTokens, int tokens) {}
