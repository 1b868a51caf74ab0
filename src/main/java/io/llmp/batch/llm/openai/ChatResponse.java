package io.llmp.batch.llm.openai;

import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelReply.Ending;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a chat completion (OpenAI API reference, "The chat completion object"). */
final class ChatResponse {

    private final JsonMapper json;

    ChatResponse(JsonMapper json) {
        this.json = json;
    }

    ModelResult read(byte[] body, @Nullable String requestId) {
        JsonNode root;
        try {
            root = json.readTree(body);
        } catch (JacksonException e) {
            return new CallFailure(
                    FailureKind.UNAVAILABLE,
                    "the reply is not whole JSON: " + e.getOriginalMessage(),
                    null,
                    requestId,
                    ReportedLimits.NONE);
        }
        JsonNode choice = root.path("choices").path(0);
        if (!choice.isObject()) {
            String words = root.path("error").path("message").asString("the reply holds no choice");
            return new CallFailure(FailureKind.UNAVAILABLE, words, null, requestId, ReportedLimits.NONE);
        }
        JsonNode message = choice.path("message");
        String refusal = message.path("refusal").asString("");
        String finishReason = choice.path("finish_reason").asString(null);
        return new ModelReply(
                refusal.isEmpty() ? message.path("content").asString("") : refusal,
                refusal.isEmpty() ? ending(finishReason) : Ending.REFUSED,
                finishReason,
                requestId != null ? requestId : root.path("id").asString(null),
                usage(root.path("usage")),
                ReportedLimits.NONE);
    }

    private static Ending ending(@Nullable String finishReason) {
        if (finishReason == null) {
            return Ending.COMPLETE;
        }
        return switch (finishReason) {
            case "length" -> Ending.TRUNCATED;
            case "content_filter" -> Ending.FILTERED;
            default -> Ending.COMPLETE;
        };
    }

    private static Usage usage(JsonNode usage) {
        return new Usage(
                usage.path("prompt_tokens").asLong(0),
                usage.path("prompt_tokens_details").path("cached_tokens").asLong(0),
                usage.path("completion_tokens").asLong(0));
    }
}
