package io.llmp.batch.llm.simulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the body of a chat completions request, and turns away what OpenAI would. Safe for use by many threads. */
final class ChatRequestReader {

    private final JsonMapper json;

    ChatRequestReader(JsonMapper json) {
        this.json = json;
    }

    /**
     * @throws RejectedRequest when the body is no request that can be served
     */
    ChatRequest read(byte[] body) {
        JsonNode root = parse(body);
        if (root.path("stream").asBoolean(false)) {
            throw new RejectedRequest(Replies.badRequest("The simulator does not stream.", "stream", null));
        }
        JsonNode format = root.path("response_format");
        String kind = format.path("type").asString("text");
        JsonNode schema =
                kind.equals("json_schema") ? format.path("json_schema").path("schema") : null;
        if (schema != null && !schema.isObject()) {
            throw missing("response_format.json_schema.schema");
        }
        String model = root.path("model").asString("");
        if (model.isEmpty()) {
            throw missing("model");
        }
        return new ChatRequest(RequestKey.of(root), model, turns(root), !kind.equals("text"), schema, maxTokens(root));
    }

    private JsonNode parse(byte[] body) {
        try {
            JsonNode root = json.readTree(body);
            if (root.isObject()) {
                return root;
            }
        } catch (JacksonException e) {
            // Told in the same words as a body that is JSON but no object.
        }
        throw new RejectedRequest(Replies.badRequest("We could not parse the JSON body of your request.", null, null));
    }

    private static List<Turn> turns(JsonNode root) {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode message : root.path("messages")) {
            turns.add(new Turn(message.path("role").asString(""), text(message.path("content"))));
        }
        if (turns.isEmpty()) {
            throw missing("messages");
        }
        return turns;
    }

    private static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.asString("");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(part.path("text").asString(""));
        }
        return text.toString();
    }

    private static int maxTokens(JsonNode root) {
        int newer = bound(root.get("max_completion_tokens"), "max_completion_tokens");
        return Math.min(newer, bound(root.get("max_tokens"), "max_tokens"));
    }

    private static int bound(@Nullable JsonNode value, String param) {
        if (value == null || value.isNull()) {
            return Integer.MAX_VALUE;
        }
        if (!value.isIntegralNumber() || value.asLong() < 1) {
            throw new RejectedRequest(Replies.badRequest(
                    "Invalid value for '" + param + "': expected a whole number of at least 1.", param, null));
        }
        return (int) Math.min(Integer.MAX_VALUE, value.asLong());
    }

    private static RejectedRequest missing(String param) {
        return new RejectedRequest(Replies.badRequest(
                "Missing required parameter: '" + param + "'.", param, "missing_required_parameter"));
    }
}
