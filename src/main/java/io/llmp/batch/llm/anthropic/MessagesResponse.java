package io.llmp.batch.llm.anthropic;

import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelReply.Elsewhere;
import io.llmp.batch.llm.ModelReply.Ending;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.llm.http.WireReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a message (Claude API reference, "Create a Message"; Claude documentation, "Handling stop reasons"). */
final class MessagesResponse {

    private MessagesResponse() {}

    static @Nullable ModelReply read(WireReply reply) {
        JsonNode message = reply.body();
        JsonNode content = message.path("content");
        if (!reply.isSuccess() || !(content.isArray() || content.isString())) {
            return null;
        }
        String stopReason = message.path("stop_reason").asString(null);
        Ending ending = ending(stopReason);
        String text = text(content);
        return new ModelReply(
                ending == Ending.REFUSED && text.isEmpty() ? explanation(message) : text,
                ending,
                stopReason,
                requestId(reply),
                usage(message.path("usage")),
                limits(reply),
                new ModelReply.Details(
                        elsewhere(content, text), message.path("model").asString(null), false, null));
    }

    /** The input of our tool, or the text; some gateways give the text alone instead of blocks. */
    private static String text(JsonNode content) {
        if (content.isString()) {
            return content.stringValue();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode block : content) {
            if (isTool(block) && block.path("name").asString("").equals(MessagesRequest.TOOL)) {
                return input(block);
            }
            if (block.path("type").asString("").equals("text")) {
                text.append(block.path("text").asString(""));
            }
        }
        return text.toString();
    }

    /** Servers that know the protocol less well name the tool otherwise, or give nothing but thoughts. */
    private static List<Elsewhere> elsewhere(JsonNode content, String text) {
        List<Elsewhere> found = new ArrayList<>();
        for (JsonNode block : content) {
            String thought = block.path("thinking").asString("");
            if (isTool(block) && !block.path("name").asString("").equals(MessagesRequest.TOOL)) {
                found.add(new Elsewhere("tool call", input(block)));
            } else if (text.isBlank() && !thought.isBlank()) {
                found.add(new Elsewhere("reasoning", thought));
            }
        }
        return found;
    }

    private static boolean isTool(JsonNode block) {
        return block.path("type").asString("").equals("tool_use");
    }

    private static String input(JsonNode tool) {
        JsonNode input = tool.path("input");
        return input.isString() ? input.stringValue() : input.toString();
    }

    private static String explanation(JsonNode message) {
        JsonNode details = message.path("stop_details");
        return details.path("explanation").asString(details.path("category").asString(""));
    }

    private static Ending ending(@Nullable String stopReason) {
        return switch (Objects.requireNonNullElse(stopReason, "end_turn")) {
            case "max_tokens" -> Ending.TRUNCATED;
            case "model_context_window_exceeded" -> Ending.CONTEXT_FULL;
            case "refusal" -> Ending.REFUSED;
            default -> Ending.COMPLETE;
        };
    }

    /** The protocol counts what was read from and written to the cache apart from the rest of the prompt. */
    static Usage usage(JsonNode usage) {
        Usage fresh = Usage.reported(
                usage.path("input_tokens").asLong(0),
                0,
                usage.path("output_tokens").asLong(0),
                0);
        Usage kept = Usage.reported(
                0,
                usage.path("cache_read_input_tokens").asLong(0),
                0,
                usage.path("cache_creation_input_tokens").asLong(0));
        return fresh.plus(kept);
    }

    static @Nullable String requestId(WireReply reply) {
        String id = reply.header("request-id");
        id = id == null ? reply.body().path("request_id").asString(null) : id;
        return id == null ? reply.body().path("id").asString(null) : id;
    }

    static ReportedLimits limits(WireReply reply) {
        return new ReportedLimits(
                window(reply, "requests"),
                window(reply, "tokens"),
                window(reply, "input-tokens"),
                window(reply, "output-tokens"));
    }

    private static ReportedLimits.@Nullable Window window(WireReply reply, String what) {
        String prefix = "anthropic-ratelimit-" + what;
        return reply.window(prefix + "-limit", prefix + "-remaining", prefix + "-reset");
    }
}
