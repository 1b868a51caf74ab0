package io.llmp.batch.llm.simulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the model says to one request.
 *
 * @param content the answer, or null when there is none
 * @param refusal why the model will not answer, or null
 */
record Completion(@Nullable String content, @Nullable String refusal, String finishReason) {

    static Completion of(Fate fate, String answer, int maxTokens) {
        return switch (fate) {
            case REFUSAL -> new Completion(null, "I'm sorry, but I can't help with that.", "stop");
            case CONTENT_FILTER -> new Completion(null, null, "content_filter");
            case TRUNCATED -> new Completion(answer.substring(0, answer.length() / 2), null, "length");
            default -> {
                String cut = ChatRequest.cut(answer, maxTokens);
                yield new Completion(cut, null, cut.length() == answer.length() ? "stop" : "length");
            }
        };
    }

    int tokens() {
        String said = content != null ? content : refusal;
        return said == null ? 0 : ChatRequest.tokens(said.length());
    }

    /** The response body as OpenAI sends it. */
    ObjectNode body(String id, long created, String model, Usage usage) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", "chat.completion")
                .put("created", created)
                .put("model", model);
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", content)
                .put("refusal", refusal);
        choice.put("finish_reason", finishReason);
        ObjectNode tokens = body.putObject("usage")
                .put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens())
                .put("total_tokens", usage.promptTokens() + usage.completionTokens());
        tokens.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedTokens());
        return body;
    }
}
