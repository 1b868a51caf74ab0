package io.llmp.batch.llm.simulator;

/**
 * What one answered request would cost.
 *
 * @param request identifies the request's meaning
 * @param cachedTokens how many of the prompt's tokens are billed at the price of cached ones
 */
record Usage(long request, int promptTokens, int cachedTokens, int completionTokens) {}
