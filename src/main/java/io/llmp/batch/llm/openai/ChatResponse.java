package io.llmp.batch.llm.openai;

import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelReply.Ending;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.llm.http.WireReply;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a chat completion (OpenAI API reference, "The chat completion object"), also as compatible servers are known to write
 * it.
 */
final class ChatResponse {

    private static final Set<String> TRUNCATED = Set.of("length", "max_tokens", "max_output_tokens", "model_length");

    /** Gemini's and Zhipu's words beside OpenAI's. */
    private static final Set<String> FILTERED = Set.of(
            "content_filter",
            "content_filtered",
            "safety",
            "prohibited_content",
            "blocklist",
            "recitation",
            "sensitive");

    /** OpenRouter's and DeepSeek's words for a provider that failed while it answered. */
    private static final Set<String> BROKEN = Set.of("error", "insufficient_system_resource");

    private ChatResponse() {}

    static @Nullable ModelResult read(WireReply reply) {
        if (!reply.isSuccess()) {
            return ChatErrors.invalidAnswer(reply);
        }
        JsonNode choices = reply.body().path("choices");
        JsonNode choice = choices.path(0);
        if (choices.isNull() || (choices.isArray() && choices.isEmpty())) {
            return failure(reply, "the reply has no choices");
        }
        if (!choice.isObject()) {
            return null;
        }
        String finishReason = choice.path("finish_reason").asString(null);
        String reason = finishReason == null ? "stop" : finishReason.toLowerCase(Locale.ROOT);
        if (choice.path("error").isObject() || BROKEN.contains(reason)) {
            String words = choice.path("error").path("message").asString("");
            return failure(reply, words.isEmpty() ? "the model stopped with finish_reason " + reason : words);
        }
        JsonNode message = choice.path("message");
        String refusal = ChatContent.refusal(message);
        return new ModelReply(
                refusal.isEmpty() ? ChatContent.text(message) : refusal,
                refusal.isEmpty() ? ending(reason) : Ending.REFUSED,
                finishReason,
                requestId(reply),
                ChatUsage.read(reply.body().path("usage")),
                limits(reply),
                details(reply, message));
    }

    /** The provider behind a gateway failed, and was billed for what it had done until then, if anything. */
    private static CallFailure failure(WireReply reply, String words) {
        Usage usage = ChatUsage.told(reply.body().path("usage"));
        return new CallFailure(
                FailureKind.UNAVAILABLE,
                words,
                null,
                requestId(reply),
                limits(reply),
                usage == null ? Usage.NONE : usage);
    }

    private static ModelReply.Details details(WireReply reply, JsonNode message) {
        return new ModelReply.Details(
                ChatContent.elsewhere(message),
                reply.body().path("model").asString(null),
                isPositive(reply.header("x-litellm-attempted-fallbacks")),
                ChatUsage.dollars(reply));
    }

    private static boolean isPositive(@Nullable String number) {
        return number != null && number.strip().matches("[1-9][0-9]{0,8}");
    }

    static @Nullable String requestId(WireReply reply) {
        // Azure OpenAI and LiteLLM name calls in headers of their own.
        for (String name : new String[] {"x-request-id", "apim-request-id", "x-litellm-call-id"}) {
            String id = reply.header(name);
            if (id != null) {
                return id;
            }
        }
        return reply.body().path("id").asString(null);
    }

    static ReportedLimits limits(WireReply reply) {
        return new ReportedLimits(window(reply, "requests"), window(reply, "tokens"), null, null);
    }

    private static ReportedLimits.@Nullable Window window(WireReply reply, String what) {
        ReportedLimits.Window window =
                reply.window("x-ratelimit-limit-" + what, "x-ratelimit-remaining-" + what, "x-ratelimit-reset-" + what);
        // LiteLLM's names for the limits of the key it was called with.
        return window != null
                ? window
                : reply.window(
                        "x-ratelimit-api_key-limit-" + what,
                        "x-ratelimit-api_key-remaining-" + what,
                        "x-ratelimit-api_key-reset-" + what);
    }

    private static Ending ending(String reason) {
        if (TRUNCATED.contains(reason)) {
            return Ending.TRUNCATED;
        }
        return FILTERED.contains(reason) ? Ending.FILTERED : Ending.COMPLETE;
    }
}
