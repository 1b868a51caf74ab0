package io.llmp.batch.llm.http;

import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds what a server says about an error, wherever it says so: a string, an object, a list, JSON within a string, or a web
 * page, of which only the title counts.
 */
final class ErrorWords {

    /** Where servers put their words, the most telling place first. */
    private static final List<String> PLACES = List.of(
            "error",
            "message",
            "Message",
            "msg",
            // Apigee's gateways.
            "fault",
            "faultstring",
            "detail",
            "errors",
            "error_message",
            "errorMessage",
            "error_msg",
            "error_description",
            "description",
            "title",
            "reason");

    private static final int DEPTH = 6;
    private static final int MOST_OF_A_LIST = 5;

    private static final Pattern TITLE =
            Pattern.compile("<title[^>]*>(.*?)</title>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern MARKUP =
            Pattern.compile("^\\s*(?:<!doctype|<\\?xml|<!--|<[a-z])", Pattern.CASE_INSENSITIVE);

    private ErrorWords() {}

    /** Returns the words in a body that is JSON; empty when it has none. */
    static String in(JsonNode body) {
        return words(body, DEPTH);
    }

    /** Returns what a body says that is no JSON. */
    static String in(String text) {
        if (!MARKUP.matcher(text).find()) {
            return text.strip();
        }
        Matcher title = TITLE.matcher(text);
        String words = title.find() ? title.group(1).replaceAll("\\s+", " ").strip() : "";
        return words.isEmpty() ? "a web page" : "a web page, \"" + words + "\"";
    }

    private static String words(JsonNode node, int depth) {
        if (depth == 0) {
            return "";
        }
        if (node.isString()) {
            return unwrapped(node.stringValue().strip(), depth);
        }
        return node.isArray() ? ofList(node, depth) : ofObject(node, depth);
    }

    /** Gateways hand on the JSON of the server behind them as a string. */
    private static String unwrapped(String text, int depth) {
        if (text.startsWith("{") || text.startsWith("[")) {
            try {
                String inner = words(JsonMapper.shared().readTree(text), depth - 1);
                return inner.isEmpty() ? text : inner;
            } catch (JacksonException e) {
                return text;
            }
        }
        return text;
    }

    private static String ofList(JsonNode list, int depth) {
        StringJoiner all = new StringJoiner("; ");
        for (int i = 0; i < Math.min(MOST_OF_A_LIST, list.size()); i++) {
            String words = words(list.get(i), depth - 1);
            if (!words.isEmpty()) {
                all.add(words);
            }
        }
        return all.toString();
    }

    private static String ofObject(JsonNode object, int depth) {
        for (String place : PLACES) {
            String words = words(object.path(place), depth - 1);
            if (!words.isEmpty()) {
                return location(object) + words + ofUpstream(object, depth);
            }
        }
        return "";
    }

    /** What FastAPI and Mistral say of a field: where it stands in the request. */
    private static String location(JsonNode object) {
        StringJoiner path = new StringJoiner(".", "", ": ");
        object.path("loc").forEach(step -> path.add(step.asString("")));
        return object.path("loc").isEmpty() ? "" : path.toString();
    }

    /** OpenRouter's words are "Provider returned error"; those of the provider are beside them ("Errors", Metadata). */
    private static String ofUpstream(JsonNode error, int depth) {
        String raw = words(error.path("metadata").path("raw"), depth - 1);
        return raw.isEmpty() ? "" : ": " + raw;
    }
}
