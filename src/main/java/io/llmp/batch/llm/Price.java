package io.llmp.batch.llm;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.ConstructorBinding;

/**
 * US dollars for a million tokens, as configured under {@code llmp.prices.MODEL}.
 *
 * @param input prompt tokens
 * @param cached prompt tokens the provider had kept from an earlier request
 * @param output completion tokens
 * @param cacheWrite prompt tokens the provider keeps for later requests, or null when they cost what others do
 */
public record Price(
        BigDecimal input,
        BigDecimal cached,
        BigDecimal output,
        @Nullable BigDecimal cacheWrite) {

    /** Nothing at all. */
    public static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    @ConstructorBinding
    public Price {}

    /** The price of a model that bills nothing for keeping a request. */
    public Price(BigDecimal input, BigDecimal cached, BigDecimal output) {
        this(input, cached, output, null);
    }

    /** Returns what {@code usage} costs, in US dollars, exactly. */
    public BigDecimal cost(Usage usage) {
        long fresh = usage.promptTokens() - usage.cachedTokens() - usage.cacheWriteTokens();
        return times(fresh, input)
                .add(times(usage.cachedTokens(), cached))
                .add(times(usage.cacheWriteTokens(), cacheWrite == null ? input : cacheWrite))
                .add(times(usage.completionTokens(), output))
                .movePointLeft(6);
    }

    private static BigDecimal times(long tokens, BigDecimal price) {
        return price.multiply(BigDecimal.valueOf(tokens));
    }
}
