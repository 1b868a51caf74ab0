package io.llmp.batch.llm;

import io.llmp.batch.template.Message;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
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

    /** The longest answer of today's models (OpenAI's model pages: GPT-5), for a request that does not bound it. */
    private static final long LONGEST_ANSWER = 128_000;

    /** Tokens that a provider may add to a request for its own purposes; Anthropic adds up to some 500 for a schema. */
    private static final long ADDED_TOKENS = 1_000;

    @ConstructorBinding
    public Price {}

    /** The price of a model that bills nothing for keeping a request. */
    public Price(BigDecimal input, BigDecimal cached, BigDecimal output) {
        this(input, cached, output, null);
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
        return times(prompt, cacheWrite == null ? input : cacheWrite.max(input))
                .add(times(bound == null ? LONGEST_ANSWER : bound, output))
                .movePointLeft(6);
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
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
