package io.llmp.batch.llm.openai;

import io.llmp.batch.llm.Usage;
import io.llmp.batch.llm.http.WireReply;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what a completion took, under the names that servers give it. */
final class ChatUsage {

    private static final int LONGEST_NUMBER = 30;
    private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:\\.[0-9]+)?(?:[eE]-?[0-9]{1,2})?");

    private ChatUsage() {}

    /**
     * Returns the tokens of a completion. xAI and Gemini leave reasoning out of the completion's tokens but not out of the
     * total, and bill for it (xAI, "Reasoning"; Gemini, "OpenAI compatibility").
     */
    static Usage read(JsonNode usage) {
        JsonNode details = usage.path("prompt_tokens_details");
        long written = count(details, "cache_write_tokens");
        Usage told = Usage.reported(
                count(usage, "prompt_tokens"),
                cached(usage, details),
                count(usage, "completion_tokens"),
                // OpenRouter's name and LiteLLM's for it; OpenAI bills nothing for keeping a prompt.
                written > 0 ? written : count(usage, "cache_creation_input_tokens"));
        Usage total = Usage.reported(0, 0, count(usage, "total_tokens") - told.promptTokens(), 0);
        return new Usage(
                told.promptTokens(),
                told.cachedTokens(),
                Math.max(told.completionTokens(), total.completionTokens()),
                told.cacheWriteTokens());
    }

    /** OpenAI's place for it, then DeepSeek's, Moonshot's and LiteLLM's. */
    private static long cached(JsonNode usage, JsonNode details) {
        long cached = count(details, "cached_tokens");
        for (String name : new String[] {"prompt_cache_hit_tokens", "cached_tokens", "cache_read_input_tokens"}) {
            cached = cached > 0 ? cached : count(usage, name);
        }
        return cached;
    }

    private static long count(JsonNode usage, String name) {
        return usage.path(name).asLong(0);
    }

    /** Returns the tokens of a reply without an answer; null when it does not say. */
    static @Nullable Usage told(JsonNode usage) {
        return usage.isObject() ? read(usage) : null;
    }

    /**
     * Returns what the server says that the call costs, in US dollars, or null: OpenRouter in the usage ("Usage accounting",
     * with what the user's own key is billed beside it), LiteLLM in a header, where 0 also says that it does not know.
     */
    static @Nullable BigDecimal dollars(WireReply reply) {
        JsonNode usage = reply.body().path("usage");
        BigDecimal cost = amount(usage.path("cost"));
        if (cost != null) {
            BigDecimal upstream = amount(usage.path("cost_details").path("upstream_inference_cost"));
            return usage.path("is_byok").asBoolean(false) && upstream != null ? cost.add(upstream) : cost;
        }
        String header = reply.header("x-litellm-response-cost");
        BigDecimal dollars = header == null ? null : number(header.strip());
        return dollars == null || dollars.signum() == 0 ? null : dollars;
    }

    private static @Nullable BigDecimal number(String text) {
        boolean plain = text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches();
        return plain ? new BigDecimal(text) : null;
    }

    private static @Nullable BigDecimal amount(JsonNode node) {
        boolean plausible = node.isNumber() && node.asDouble() >= 0 && node.asDouble() < 1e6;
        return plausible ? node.decimalValue() : null;
    }
}
