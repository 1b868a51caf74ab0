package io.llmp.batch.llm;

import io.llmp.batch.template.Message;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.ConstructorBinding;

/**
 * What a model charges, in US dollars for a million tokens.
 *
 * @param input prompt tokens
 * @param cached prompt tokens the provider had kept from an earlier request
 * @param output completion tokens, reasoning included
 * @param cacheWrite prompt tokens the provider keeps for later requests, or null when they cost what others do
 * @param batch what the provider's own batches cost of all this, above 0; null when not known
 * @param flex what its {@code flex} tier costs of all this, above 0; null where that tier costs the same, as Groq's does
 * @param currency always {@code USD}, the currency of every cost here; null says the same
 * @param asOf when the source said so, or null
 * @param source the page that says so, or null
 */
public record Price(
        BigDecimal input,
        BigDecimal cached,
        BigDecimal output,
        @Nullable BigDecimal cacheWrite,
        @Nullable BigDecimal batch,
        @Nullable BigDecimal flex,
        @Nullable String currency,
        @Nullable LocalDate asOf,
        @Nullable URI source) {

    /** Nothing at all. */
    public static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** The longest answer of today's models (OpenAI's model pages: GPT-5), for a request that does not bound it. */
    private static final long LONGEST_ANSWER = 128_000;

    /** Tokens that a provider may add to a request for its own purposes; Anthropic adds up to some 500 for a schema. */
    private static final long ADDED_TOKENS = 1_000;

    private static final String CURRENCY = "USD";

    /** Tiers that cost what a price says ("Service tiers" of OpenAI, Anthropic and Groq). */
    private static final Set<String> STANDARD = Set.of("auto", "default", "standard", "standard_only", "on_demand");

    @ConstructorBinding
    public Price {
        require("input", input, true);
        require("cached", cached, true);
        require("output", output, true);
        require("cache-write", cacheWrite, false);
        requireFactor("batch", batch);
        requireFactor("flex", flex);
        if (currency != null && !currency.equals(CURRENCY)) {
            throw new IllegalArgumentException("currency must be " + CURRENCY + " but was " + currency);
        }
    }

    /** The price of a model that bills nothing for keeping a request. */
    public Price(BigDecimal input, BigDecimal cached, BigDecimal output) {
        this(input, cached, output, null, null, null, null, null, null);
    }

    private static void requireFactor(String name, @Nullable BigDecimal factor) {
        require(name, factor, false);
        if (factor != null && factor.signum() == 0) {
            throw new IllegalArgumentException(name + " must be above 0 but was " + factor);
        }
    }

    private static void require(String name, @Nullable BigDecimal dollars, boolean needed) {
        if (needed && dollars == null) {
            throw new IllegalArgumentException(name + " must be given");
        }
        if (dollars != null && dollars.signum() < 0) {
            throw new IllegalArgumentException(name + " must be at least 0 but was " + dollars);
        }
    }

    /**
     * Returns what the model charges for answers of a tier.
     *
     * @param tier the provider's word for how soon it is to answer, or null
     * @return null when that is not known
     */
    public @Nullable Price of(@Nullable String tier) {
        if (tier == null || STANDARD.contains(tier)) {
            return this;
        }
        if (tier.equals("flex")) {
            return flex == null ? this : times(flex);
        }
        return null;
    }

    private Price times(BigDecimal factor) {
        return new Price(
                input.multiply(factor),
                cached.multiply(factor),
                output.multiply(factor),
                cacheWrite == null ? null : cacheWrite.multiply(factor),
                null,
                null,
                currency,
                asOf,
                source);
    }

    /** Returns the most that one call can cost, in US dollars; a token of a prompt has at least one byte. */
    public BigDecimal worstCase(ModelRequest request) {
        long prompt = ADDED_TOKENS;
        for (Message message : request.messages()) {
            prompt += bytes(message.content());
        }
        if (request.outputSchema() != null) {
            prompt += bytes(request.outputSchema().toString());
        }
        Integer bound = request.settings().maxOutputTokens();
        return dollars(prompt, cacheWrite == null ? input : cacheWrite.max(input))
                .add(dollars(bound == null ? LONGEST_ANSWER : bound, output))
                .movePointLeft(6);
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns what {@code usage} costs, in US dollars, exactly. */
    public BigDecimal cost(Usage usage) {
        long fresh = usage.promptTokens() - usage.cachedTokens() - usage.cacheWriteTokens();
        return dollars(fresh, input)
                .add(dollars(usage.cachedTokens(), cached))
                .add(dollars(usage.cacheWriteTokens(), cacheWrite == null ? input : cacheWrite))
                .add(dollars(usage.completionTokens(), output))
                .movePointLeft(6);
    }

    private static BigDecimal dollars(long tokens, BigDecimal price) {
        return price.multiply(BigDecimal.valueOf(tokens));
    }
}
