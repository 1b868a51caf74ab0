package io.llmp.batch.llm.openai;

import io.llmp.batch.llm.ModelReply.Elsewhere;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Finds the text of a message, wherever a server puts it: a string, a list of parts (Mistral's documentation, "Reasoning"), or
 * the answer as an object; and what stands beside it, which may be the answer: the arguments of a tool (gateways that turn a
 * schema into one) and the reasoning (servers whose parser takes all of a reply for it).
 */
final class ChatContent {

    private static final Set<String> TEXTS = Set.of("text", "output_text");

    private ChatContent() {}

    /** Returns the message's text; empty when it has none. */
    static String text(JsonNode message) {
        JsonNode content = message.path("content");
        if (content.isArray()) {
            StringBuilder text = new StringBuilder();
            content.forEach(part -> text.append(textOf(part)));
            return text.toString();
        }
        return content.isObject() ? content.toString() : content.asString("");
    }

    private static String textOf(JsonNode part) {
        return TEXTS.contains(part.path("type").asString("text"))
                ? part.path("text").asString(part.asString(""))
                : "";
    }

    /** Returns why the model declined; empty when it did not. */
    static String refusal(JsonNode message) {
        String refusal = message.path("refusal").asString("");
        for (JsonNode part : message.path("content")) {
            refusal = refusal.isEmpty() ? part.path("refusal").asString("") : refusal;
        }
        return refusal;
    }

    static List<Elsewhere> elsewhere(JsonNode message) {
        List<Elsewhere> found = new ArrayList<>();
        message.path("tool_calls")
                .forEach(call -> add(found, "tool call", call.path("function").path("arguments")));
        add(found, "tool call", message.path("function_call").path("arguments"));
        if (text(message).isBlank()) {
            JsonNode reasoning = message.path("reasoning_content");
            add(found, "reasoning", reasoning.isString() ? reasoning : message.path("reasoning"));
        }
        return found;
    }

    private static void add(List<Elsewhere> found, String place, JsonNode text) {
        String words = text.isContainer() ? text.toString() : text.asString("");
        if (!words.isBlank()) {
            found.add(new Elsewhere(place, words));
        }
    }
}
