package io.llmp.batch.llm.openai;

import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.ModelSettings;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes requests as the chat completions protocol wants them (OpenAI API reference, "Create chat completion"). */
final class ChatRequest {

    private final JsonMapper json;

    ChatRequest(JsonMapper json) {
        this.json = json;
    }

    byte[] body(ModelRequest request) {
        ObjectNode body = json.createObjectNode();
        body.put("model", request.model());
        ArrayNode messages = body.putArray("messages");
        for (Message message : request.messages()) {
            messages.addObject()
                    .put("role", message.role().name().toLowerCase(Locale.ROOT))
                    .put("content", message.content());
        }
        addSettings(body, request.settings());
        if (request.outputSchema() != null) {
            body.putObject("response_format")
                    .put("type", "json_schema")
                    .putObject("json_schema")
                    .put("name", "answer")
                    .put("strict", false)
                    .set("schema", request.outputSchema());
        }
        return json.writeValueAsBytes(body);
    }

    private static void addSettings(ObjectNode body, ModelSettings settings) {
        if (settings.temperature() != null) {
            body.put("temperature", settings.temperature());
        }
        if (settings.topP() != null) {
            body.put("top_p", settings.topP());
        }
        if (settings.maxOutputTokens() != null) {
            body.put("max_completion_tokens", settings.maxOutputTokens());
        }
        if (settings.seed() != null) {
            body.put("seed", settings.seed());
        }
        if (settings.reasoningEffort() != null) {
            body.put("reasoning_effort", settings.reasoningEffort());
        }
    }
}
