package io.llmp.batch.template.use;

import io.llmp.batch.schema.Json;
import java.util.ArrayList;
import java.util.List;
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

    /** Braces that are tried as the beginning of an object: words have few, and each try reads to the end of its text. */
    private static final int MOST_TRIES = 50;

    private AnswerText() {}

    /**
     * JSON that may be the answer.
     *
     * @param wrapped whether it was in a list of its own or in a JSON string
     */
    record Candidate(JsonNode json, boolean wrapped) {}

    /**
     * Returns the JSON in {@code text}: one if all of it is JSON, else the objects that stand among its words, thinking left
     * out. Empty when it holds none.
     *
     * @throws JacksonException when it holds none and begins like one
     */
    static List<Candidate> candidates(String text) {
        String bare = unfenced(text);
        try {
            return List.of(unwrapped(MAPPER.readTree(bare)));
        } catch (JacksonException e) {
            if (Thinking.isOpen(text)) {
                return List.of();
            }
            List<Candidate> thought = behindThinking(text);
            List<Candidate> found = thought == null ? amongWords(bare) : thought;
            if (found.isEmpty()) {
                throw e;
            }
            return found;
        }
    }

    /**
     * Returns what stands behind the last end of thinking behind which there is JSON; null when thinking has no part in the
     * text. An end within JSON, as in a value that speaks of the tag, is none: what follows it there is no JSON.
     */
    private static @Nullable List<Candidate> behindThinking(String text) {
        List<Integer> ends = Thinking.ends(text);
        for (int end : ends) {
            String rest = unfenced(text.substring(end).strip());
            try {
                return List.of(unwrapped(MAPPER.readTree(rest)));
            } catch (JacksonException e) {
                List<Candidate> found = amongWords(rest);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        // The tag may be within an object among words; one before it may be a draft.
        return ends.isEmpty() ? null : amongWords(text, ends.get(0));
    }

    /** Takes JSON out of a string that holds it, and an object out of a list of nothing else. */
    private static Candidate unwrapped(JsonNode json) {
        if (json.isString()) {
            try {
                JsonNode inner = MAPPER.readTree(unfenced(json.stringValue().strip()));
                return new Candidate(inner.isContainer() ? unwrapped(inner).json() : json, true);
            } catch (JacksonException e) {
                return new Candidate(json, false);
            }
        }
        return json.isArray() && json.size() == 1 && json.get(0).isObject()
                ? new Candidate(json.get(0), true)
                : new Candidate(json, false);
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

    private static List<Candidate> amongWords(String text) {
        return amongWords(text, 0);
    }

    /**
     * Returns the objects between words that end behind {@code from}; none when one is a part of something larger, such as a
     * list that was cut off.
     */
    private static List<Candidate> amongWords(String text, int from) {
        List<Candidate> found = new ArrayList<>();
        int start = text.indexOf('{');
        for (int tries = 0; start >= 0 && tries < MOST_TRIES; tries++) {
            Span span = spanAt(text, start);
            if (span != null && isPart(text, start, span.end())) {
                return List.of();
            }
            if (span != null && span.end() > from) {
                found.add(new Candidate(span.json(), false));
            }
            start = text.indexOf('{', span == null ? start + 1 : span.end());
        }
        return found;
    }

    private record Span(JsonNode json, int end) {}

    private static @Nullable Span spanAt(String text, int start) {
        try (JsonParser parser = MAPPER.createParser(text.substring(start))) {
            JsonNode json = FIRST.readTree(parser);
            return new Span(json, start + (int) parser.currentLocation().getCharOffset());
        } catch (JacksonException e) {
            return null;
        }
    }

    private static boolean isPart(String text, int start, int end) {
        String before = text.substring(0, start).strip();
        boolean isMember = before.endsWith(":")
                && before.substring(0, before.length() - 1).strip().endsWith("\"");
        return isMember || endsWithOneOf(before, "[,") || startsWithOneOf(text.substring(end), "]}");
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
