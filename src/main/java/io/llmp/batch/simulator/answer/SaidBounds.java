package io.llmp.batch.simulator.answer;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads bounds where a strict form has put them, in the descriptions of properties, as a model does. Knows the words of
 * {@code io.llmp.batch.schema.Bounds}.
 */
final class SaidBounds {

    /** What is in parentheses at the end of a description, or all of it. */
    private static final Pattern WORDS = Pattern.compile("(?:.*\\()?([^()]*)\\)?", Pattern.DOTALL);

    private static final String NUMBER = "(-?[0-9][0-9.eE+-]*)";

    /** Words, and the keywords that their numbers stand for. */
    private record Said(Pattern words, List<String> keywords) {

        Said(String words, String... keywords) {
            this(Pattern.compile(words.replace("N", NUMBER)), List.of(keywords));
        }
    }

    private static final List<Said> ALL = List.of(
            new Said("exactly N characters", "minLength", "maxLength"),
            new Said("N to N characters", "minLength", "maxLength"),
            new Said("at least N characters", "minLength"),
            new Said("at most N characters", "maxLength"),
            new Said("exactly N items", "minItems", "maxItems"),
            new Said("N to N items", "minItems", "maxItems"),
            new Said("at least N items", "minItems"),
            new Said("at most N items", "maxItems"),
            new Said("N to N", "minimum", "maximum"),
            new Said("at least N", "minimum"),
            new Said("at most N", "maximum"),
            new Said("above N", "exclusiveMinimum"),
            new Said("below N", "exclusiveMaximum"),
            new Said("a multiple of N", "multipleOf"));

    private SaidBounds() {}

    /** Returns {@code schema} with the bounds that its descriptions say. */
    static JsonNode of(JsonNode schema) {
        JsonNode whole = schema.deepCopy();
        restore(whole);
        return whole;
    }

    private static void restore(JsonNode schema) {
        schema.forEach(SaidBounds::restore);
        if (schema instanceof ObjectNode object && object.path("description").isString()) {
            Matcher words = WORDS.matcher(object.path("description").stringValue());
            if (words.matches()) {
                List.of(words.group(1).split(", ", -1)).forEach(each -> set(object, each));
            }
        }
    }

    /** Sets the bounds that {@code words} say, where {@code schema} has none of their keywords. */
    static void set(ObjectNode schema, String words) {
        for (Said said : ALL) {
            Matcher found = said.words().matcher(words);
            if (found.matches()) {
                for (int i = 0; i < said.keywords().size(); i++) {
                    String keyword = said.keywords().get(i);
                    if (!schema.has(keyword)) {
                        schema.put(keyword, new BigDecimal(found.group(Math.min(i + 1, found.groupCount()))));
                    }
                }
                return;
            }
        }
    }
}
