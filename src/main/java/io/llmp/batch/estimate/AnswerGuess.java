package io.llmp.batch.estimate;

import io.llmp.batch.llm.TokenCounter;
import io.llmp.batch.template.JobTemplate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Guesses how long answers are when none has been seen: as the template's examples, else as the output schema suggests,
 * within wide bounds.
 *
 * @param tokens of one answer
 * @param basis what the guess rests on, in words
 */
record AnswerGuess(Range tokens, String basis) {

    /** Tokens of a text that the schema says nothing about: a sentence or two; in a list, a few words. */
    private static final double TEXT = 30;

    private static final double TEXT_IN_LIST = 8;

    private static final double NUMBER = 3;
    private static final double CHARACTERS_PER_TOKEN = 4;
    private static final int LIST = 3;
    private static final int DEPTH = 6;
    /** A text without a schema: a few paragraphs. */
    private static final double FREE_TEXT = 200;

    /** An answer without reasoning is rarely longer than so many times the guess. */
    private static final double HIGH = 4;

    /** And rarely shorter than such a part of it: examples are like answers, a schema says little of texts. */
    private static final double LOW_BY_EXAMPLES = 0.4;

    private static final double LOW_BY_SCHEMA = 0.1;

    static AnswerGuess of(JobTemplate template, TokenCounter counter) {
        boolean bySchema = template.examples().isEmpty();
        double likely = bySchema
                ? schema(template.output(), counter)
                : template.examples().stream()
                        .mapToDouble(example -> counter.count(example.output().toString()))
                        .average()
                        .orElseThrow();
        Integer bound = template.model().maxOutputTokens();
        double high = bound == null ? HIGH * likely : Math.max(likely, bound);
        String source = bySchema ? "the output schema" : "the template's examples";
        return new AnswerGuess(
                new Range((bySchema ? LOW_BY_SCHEMA : LOW_BY_EXAMPLES) * likely, likely, high),
                "a guess from " + source + ", up to "
                        + (bound == null ? (int) HIGH + " times that" : "maxOutputTokens " + bound)
                        + "; no answer has been seen yet");
    }

    private static double schema(@Nullable JsonNode schema, TokenCounter counter) {
        return schema == null ? FREE_TEXT : value(schema, counter, DEPTH, TEXT);
    }

    private static double value(JsonNode schema, TokenCounter counter, int depth, double text) {
        if (schema.path("enum").isArray()) {
            return schema.path("enum")
                    .valueStream()
                    .mapToDouble(value -> counter.count(value.toString()))
                    .average()
                    .orElse(0);
        }
        if (depth > 0 && schema.path("properties").isObject()) {
            double tokens = 2;
            for (Map.Entry<String, JsonNode> property :
                    schema.path("properties").properties()) {
                tokens += counter.count("\"" + property.getKey() + "\":,")
                        + value(property.getValue(), counter, depth - 1, text);
            }
            return tokens;
        }
        if (depth > 0 && schema.path("items").isObject()) {
            int items = Math.min(
                    schema.path("maxItems").asInt(LIST),
                    Math.max(LIST, schema.path("minItems").asInt(0)));
            return 2 + items * (1 + value(schema.path("items"), counter, depth - 1, TEXT_IN_LIST));
        }
        return switch (schema.path("type").asString("string")) {
            case "integer", "number", "boolean", "null" -> NUMBER;
            default -> Math.min(text, schema.path("maxLength").asInt(Integer.MAX_VALUE) / CHARACTERS_PER_TOKEN);
        };
    }
}
