package io.llmp.batch.template;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the JSON in what a model wrote: alone, in a Markdown code fence, or as the one object among words. A comma too many
 * before a closing bracket is read over. Numbers are exact, nesting is bounded, a key given twice is refused.
 */
final class AnswerText {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Json.MAX_DEPTH)
                            .build())
                    .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final ObjectReader FIRST = MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private AnswerText() {}

    /**
     * Returns the JSON in {@code text}.
     *
     * @throws JacksonException when there is none, or more than one
     */
    static JsonNode read(String text) {
        String bare = unfenced(text);
        try {
            return MAPPER.readTree(bare);
        } catch (JacksonException e) {
            ObjectNode object = amongWords(bare);
            if (object == null) {
                throw e;
            }
            return object;
        }
    }

    private static String unfenced(String text) {
        if (!text.startsWith("```") || !text.endsWith("```") || text.length() < 6) {
            return text;
        }
        int start = 3;
        while (text.charAt(start) == ' ') {
            start++;
        }
        while (start < text.length() - 3 && Character.isLetterOrDigit(text.charAt(start))) {
            start++;
        }
        return text.substring(start, text.length() - 3).strip();
    }

    /** Returns the object between words, or null unless there is just one and it is no part of something larger. */
    private static @Nullable ObjectNode amongWords(String text) {
        int start = text.indexOf('{');
        if (start < 0 || endsWithOneOf(text.substring(0, start), "[,")) {
            return null;
        }
        String rest = text.substring(start);
        try (JsonParser parser = MAPPER.createParser(rest)) {
            JsonNode found = FIRST.readTree(parser);
            String after = rest.substring((int) parser.currentLocation().getCharOffset());
            boolean alone = after.indexOf('{') < 0 && !startsWithOneOf(after, "],}");
            return alone && found instanceof ObjectNode object ? object : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static boolean endsWithOneOf(String text, String marks) {
        String words = text.strip();
        return !words.isEmpty() && marks.indexOf(words.charAt(words.length() - 1)) >= 0;
    }

    private static boolean startsWithOneOf(String text, String marks) {
        String words = text.strip();
        return !words.isEmpty() && marks.indexOf(words.charAt(0)) >= 0;
    }
}
