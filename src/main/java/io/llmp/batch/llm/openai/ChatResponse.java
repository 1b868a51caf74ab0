package io.llmp.batch.llm.openai;

import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelReply.Ending;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.llm.http.WireReply;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a chat completion (OpenAI API reference, "The chat completion object"). */
final class ChatResponse {

    private ChatResponse() {}

    static @Nullable ModelReply read(WireReply reply) {
        JsonNode choice = reply.body().path("choices").path(0);
        if (!choice.isObject()) {
            return null;
        }
        JsonNode message = choice.path("message");
        String refusal = message.path("refusal").asString("");
        String finishReason = choice.path("finish_reason").asString(null);
        return new ModelReply(
                refusal.isEmpty() ? message.path("content").asString("") : refusal,
                refusal.isEmpty() ? ending(finishReason) : Ending.REFUSED,
                finishReason,
                requestId(reply),
                usage(reply.body().path("usage")),
                limits(reply));
    }

    static @Nullable String requestId(WireReply reply) {
        String id = reply.header("x-request-id");
        // Azure OpenAI names calls in a header of its own.
        id = id == null ? reply.header("apim-request-id") : id;
        return id == null ? reply.body().path("id").asString(null) : id;
    }

    static ReportedLimits limits(WireReply reply) {
        return new ReportedLimits(window(reply, "requests"), window(reply, "tokens"), null, null);
    }

    private static ReportedLimits.@Nullable Window window(WireReply reply, String what) {
        return reply.window("x-ratelimit-limit-" + what, "x-ratelimit-remaining-" + what, "x-ratelimit-reset-" + what);
    }

    private static Ending ending(@Nullable String finishReason) {
        return switch (Objects.requireNonNullElse(finishReason, "stop")) {
            case "length" -> Ending.TRUNCATED;
            case "content_filter" -> Ending.FILTERED;
            default -> Ending.COMPLETE;
        };
    }

    private static Usage usage(JsonNode usage) {
        JsonNode details = usage.path("prompt_tokens_details");
        return Usage.reported(
                usage.path("prompt_tokens").asLong(0),
                details.path("cached_tokens").asLong(0),
                usage.path("completion_tokens").asLong(0),
                // OpenRouter's name for it; OpenAI bills nothing for keeping a prompt.
                details.path("cache_write_tokens").asLong(0));
    }
}
