package io.llmp.batch.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Says the bounds of a schema in words that a model understands. */
final class Bounds {

    /** What {@link #words} can say. */
    static final Set<String> KEYWORDS = Set.of(
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minItems",
            "maxItems",
            "uniqueItems");

    private Bounds() {}

    /** Returns the bounds of {@code schema} under those of the keywords that are in {@code wanted}, in a fixed order. */
    static List<String> words(JsonNode schema, Set<String> wanted) {
        List<String> words = new ArrayList<>();
        span(schema, wanted, "minLength", "maxLength", " characters", words);
        say(schema, wanted, "pattern", "matching the pattern ", "", words);
        say(schema, wanted, "format", "in the format ", "", words);
        span(schema, wanted, "minimum", "maximum", "", words);
        say(schema, wanted, "exclusiveMinimum", "above ", "", words);
        say(schema, wanted, "exclusiveMaximum", "below ", "", words);
        say(schema, wanted, "multipleOf", "a multiple of ", "", words);
        span(schema, wanted, "minItems", "maxItems", " items", words);
        if (wanted.contains("uniqueItems") && schema.path("uniqueItems").asBoolean(false)) {
            words.add("no item twice");
        }
        return words;
    }

    private static void span(
            JsonNode schema, Set<String> wanted, String least, String most, String unit, List<String> words) {
        boolean both = wanted.contains(least) && wanted.contains(most) && schema.has(least) && schema.has(most);
        if (both && schema.path(least).equals(schema.path(most)) && !unit.isEmpty()) {
            words.add("exactly " + schema.path(least).asString() + unit);
            return;
        }
        if (both) {
            words.add(schema.path(least).asString() + " to " + schema.path(most).asString() + unit);
            return;
        }
        say(schema, wanted, least, "at least ", unit, words);
        say(schema, wanted, most, "at most ", unit, words);
    }

    private static void say(
            JsonNode schema, Set<String> wanted, String keyword, String before, String after, List<String> words) {
        if (wanted.contains(keyword) && schema.has(keyword)) {
            words.add(before + schema.path(keyword).asString() + after);
        }
    }
}
