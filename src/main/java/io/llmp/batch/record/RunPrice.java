package io.llmp.batch.record;

import io.llmp.batch.llm.Price;
import io.llmp.batch.llm.Usage;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run was made with, in US dollars for a million tokens; kept with the run because configured prices change.
 *
 * @param input prompt tokens
 * @param cached prompt tokens that the provider had kept from an earlier request
 * @param cacheWrite prompt tokens that the provider keeps for later requests, or null when they cost what others do
 * @param output completion tokens
 */
public record RunPrice(
        BigDecimal input, BigDecimal cached, @Nullable BigDecimal cacheWrite, BigDecimal output) {

    private static final int MILLION = 6;

    public RunPrice {
        input = plain(input);
        cached = plain(cached);
        cacheWrite = cacheWrite == null ? null : plain(cacheWrite);
        output = plain(output);
    }

    /** Equal amounts are equal, however many zeros were written after the point. */
    private static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** Returns what {@code price} charges for each kind of token. */
    public static RunPrice of(Price price) {
        return new RunPrice(price.input(), price.cached(), price.cacheWrite(), price.output());
    }

    /** Returns what so many tokens cost, in US dollars, exactly. */
    public static BigDecimal dollars(long tokens, BigDecimal aMillion) {
        return aMillion.multiply(BigDecimal.valueOf(tokens)).movePointLeft(MILLION);
    }

    /**
     * Finds the tokens that the provider billed for keeping them, which records know by their cost alone.
     *
     * @param usage what was used, with or without these tokens
     * @param cost what that cost, in US dollars
     * @return {@code usage} with them; empty when this price does not explain the cost
     */
    public Optional<Usage> explain(Usage usage, BigDecimal cost) {
        long prompt = usage.promptTokens() - usage.cachedTokens();
        BigDecimal rest = cost.subtract(dollars(prompt, input))
                .subtract(dollars(usage.cachedTokens(), cached))
                .subtract(dollars(usage.completionTokens(), output))
                .movePointRight(MILLION);
        if (rest.signum() == 0) {
            return Optional.of(with(usage, 0));
        }
        if (cacheWrite == null || cacheWrite.compareTo(input) == 0) {
            return Optional.empty();
        }
        BigDecimal[] written = rest.divideAndRemainder(cacheWrite.subtract(input));
        boolean possible = written[1].signum() == 0
                && written[0].signum() > 0
                && written[0].compareTo(BigDecimal.valueOf(prompt)) <= 0;
        return possible ? Optional.of(with(usage, written[0].longValueExact())) : Optional.empty();
    }

    private static Usage with(Usage usage, long written) {
        return new Usage(usage.promptTokens(), usage.cachedTokens(), usage.completionTokens(), written);
    }
}
