package io.llmp.batch.llm;

import java.math.BigDecimal;

/**
 * US dollars for a million tokens, as configured under {@code llmp.prices.MODEL}.
 *
 * @param input prompt tokens
 * @param cached prompt tokens the provider had kept from an earlier request
 * @param output completion tokens
 */
public record Price(BigDecimal input, BigDecimal cached, BigDecimal output) {

    /** Nothing at all. */
    public static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** Returns what {@code usage} costs, in US dollars, exactly. */
    public BigDecimal cost(Usage usage) {
        BigDecimal fresh = input.multiply(BigDecimal.valueOf(usage.promptTokens() - usage.cachedTokens()));
        BigDecimal kept = cached.multiply(BigDecimal.valueOf(usage.cachedTokens()));
        BigDecimal answer = output.multiply(BigDecimal.valueOf(usage.completionTokens()));
        return fresh.add(kept).add(answer).movePointLeft(6);
    }
}
