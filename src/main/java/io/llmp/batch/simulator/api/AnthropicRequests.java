package io.llmp.batch.simulator.api;

import io.llmp.batch.simulator.request.ChatRequest;
import io.llmp.batch.simulator.request.Problem;
import io.llmp.batch.simulator.request.RejectedRequest;
import io.llmp.batch.simulator.request.RequestKey;
import io.llmp.batch.simulator.request.RequestParts;
import io.llmp.batch.simulator.request.Turn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads requests for messages, and turns away what Anthropic would. */
final class AnthropicRequests {

    /** Where the answer's schema stands; the second is how it was before it was made a part of the first. */
    private static final List<String> FORMATS = List.of("/output_config/format", "/output_format");

    /** @throws RejectedRequest when it is no request that can be served */
    ChatRequest read(JsonNode body) {
        String model = RequestParts.model(body);
        if (body.path("max_tokens").isMissingNode()) {
            throw RequestParts.missing("max_tokens");
        }
        int maxTokens = RequestParts.bound(body.get("max_tokens"), "max_tokens");
        List<Turn> turns = new ArrayList<>();
        int cacheable = readTurns(body, turns);
        JsonNode tool = tool(body);
        JsonNode format = format(body);
        JsonNode schema = tool == null
                ? RequestParts.schema(!format.isMissingNode(), format.path("schema"), "output_config.format.schema")
                : RequestParts.schema(true, tool.path("input_schema"), "tools.0.input_schema");
        String toolName = tool == null ? null : tool.path("name").asString("");
        return new ChatRequest(
                RequestKey.of(body), model, turns, schema != null, schema, toolName, maxTokens, cacheable);
    }

    /** Adds all turns, and returns how many of the first may be kept in the prompt cache: those up to the last mark. */
    private static int readTurns(JsonNode body, List<Turn> turns) {
        int cacheable = 0;
        JsonNode system = body.path("system");
        if (!system.isMissingNode()) {
            turns.add(new Turn("system", RequestParts.text(system)));
            cacheable = isMarked(system) ? 1 : 0;
        }
        for (JsonNode message : body.path("messages")) {
            turns.add(new Turn(message.path("role").asString(""), RequestParts.text(message.path("content"))));
            cacheable = isMarked(message.path("content")) ? turns.size() : cacheable;
        }
        checkRoles(turns);
        // A mark on the whole request means all of it that can be kept.
        return body.has("cache_control") ? turns.size() - 1 : cacheable;
    }

    private static void checkRoles(List<Turn> turns) {
        if (turns.stream().allMatch(Turn::isSystem)) {
            throw RequestParts.missing("messages");
        }
        for (Turn turn : turns.subList(turns.get(0).isSystem() ? 1 : 0, turns.size())) {
            if (!turn.isUser() && !turn.isAssistant()) {
                throw new RejectedRequest(Problem.badRequest(
                        "messages: Unexpected role \"" + turn.role()
                                + "\". The allowed roles are \"user\" or \"assistant\".",
                        "messages"));
            }
        }
        if (!turns.get(turns.size() - 1).isUser()) {
            throw new RejectedRequest(Problem.badRequest(
                    "This model does not support assistant message prefill. The conversation must end with a user message.",
                    "messages"));
        }
    }

    private static boolean isMarked(JsonNode content) {
        for (JsonNode block : content) {
            if (block.has("cache_control")) {
                return true;
            }
        }
        return false;
    }

    /** Returns the tool that the model has to use, or null when it is free to write. */
    private static @Nullable JsonNode tool(JsonNode body) {
        JsonNode choice = body.path("tool_choice");
        String kind = choice.path("type").asString("auto");
        JsonNode tools = body.path("tools");
        if (kind.equals("any") && !tools.isEmpty()) {
            return tools.path(0);
        }
        if (!kind.equals("tool")) {
            return null;
        }
        String name = choice.path("name").asString("");
        for (JsonNode tool : tools) {
            if (tool.path("name").asString("").equals(name)) {
                return tool;
            }
        }
        throw new RejectedRequest(
                Problem.badRequest("Tool '" + name + "' not found in provided tools", "tool_choice.name"));
    }

    private static JsonNode format(JsonNode body) {
        for (String place : FORMATS) {
            JsonNode format = body.at(place);
            if (format.path("type").asString("").equals("json_schema")) {
                return format;
            }
        }
        return JsonNodeFactory.instance.missingNode();
    }
}
