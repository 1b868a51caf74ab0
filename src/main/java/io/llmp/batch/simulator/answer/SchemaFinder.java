package io.llmp.batch.simulator.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Looks for a JSON schema among other text, as a prompt states what the answer must look like. */
final class SchemaFinder {

    private static final List<String> SIGNS = List.of("properties", "enum", "anyOf", "oneOf", "allOf", "items", "$ref");
    private static final List<String> TYPES =
            List.of("object", "array", "string", "number", "integer", "boolean", "null");

    private final JsonMapper json;

    SchemaFinder(JsonMapper json) {
        this.json = json;
    }

    /** Returns the last schema in {@code text}: one of the input comes before the one of the answer. */
    @Nullable
    JsonNode find(String text) {
        JsonNode found = null;
        int open = text.indexOf('{');
        while (open >= 0) {
            int end = closingBrace(text, open);
            JsonNode candidate = end < 0 ? null : schema(text.substring(open, end + 1));
            found = candidate == null ? found : candidate;
            open = text.indexOf('{', candidate == null ? open + 1 : end + 1);
        }
        return found;
    }

    private @Nullable JsonNode schema(String candidate) {
        try {
            JsonNode node = json.readTree(candidate);
            boolean isTyped = TYPES.contains(node.path("type").asString(""));
            return isTyped || SIGNS.stream().anyMatch(node::has) ? node : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static int closingBrace(String text, int open) {
        int depth = 0;
        boolean quoted = false;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
