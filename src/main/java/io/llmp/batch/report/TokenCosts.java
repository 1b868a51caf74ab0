package io.llmp.batch.report;

import io.llmp.batch.llm.Usage;
import io.llmp.batch.record.RunPrice;
import java.math.BigDecimal;

/**
 * What each kind of token cost, in US dollars, of the items whose cost is known.
 *
 * @param usage their tokens, with those written to a cache
 * @param prompt prompt tokens that were neither read from a cache nor billed for being written to one
 * @param cached prompt tokens that the provider had kept
 * @param cacheWrite prompt tokens that the provider billed for keeping them
 * @param completion completion tokens
 */
public record TokenCosts(
        Usage usage, BigDecimal prompt, BigDecimal cached, BigDecimal cacheWrite, BigDecimal completion) {

    static TokenCosts of(Usage usage, RunPrice price) {
        long prompt = usage.promptTokens() - usage.cachedTokens() - usage.cacheWriteTokens();
        return new TokenCosts(
                usage,
                RunPrice.dollars(prompt, price.input()),
                RunPrice.dollars(usage.cachedTokens(), price.cached()),
                RunPrice.dollars(
                        usage.cacheWriteTokens(), price.cacheWrite() == null ? price.input() : price.cacheWrite()),
                RunPrice.dollars(usage.completionTokens(), price.output()));
    }
}
