package io.llmp.batch.template;

import io.llmp.batch.template.CompiledSchema.Violation;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Decides whether a model's answer satisfies a template's output schema. Safe for use by many threads. */
public final class AnswerCheck {

    /** The one output column of a template without an output schema. */
    public static final String FREE_TEXT_COLUMN = "answer";

    private static final int LONGEST_PROBLEM = 1_000;
    private static final int LONGEST_SENTENCE = 300;

    private final @Nullable CompiledSchema schema;
    private final JsonNode properties;

    public AnswerCheck(JobTemplate template) {
        ObjectNode output = template.output();
        schema = output == null ? null : CompiledSchema.of(output);
        properties = output == null ? Json.object() : output.path("properties");
    }

    /**
     * Reads {@code content} as the template's kind of answer. Tolerates words and a Markdown code fence around one JSON
     * object, and mends a constant in other letters' case and a number or a truth value given as text; a key given twice,
     * a second object and nesting deeper than 100 are refused.
     */
    public Result check(String content) {
        String text = content.strip();
        if (text.isEmpty()) {
            return new Result.Invalid("The answer is empty.");
        }
        if (schema == null) {
            return new Result.Valid(Json.object().put(FREE_TEXT_COLUMN, text));
        }
        try {
            JsonNode answer = AnswerText.read(text);
            return answer instanceof ObjectNode object
                    ? validated(object, schema)
                    : new Result.Invalid("The answer must be one JSON object, but it is of type "
                            + SchemaShape.typeOf(answer) + ".");
        } catch (JacksonException e) {
            return new Result.Invalid(notJson(e));
        }
    }

    private Result validated(ObjectNode answer, CompiledSchema schema) {
        List<Violation> broken = schema.validate(answer);
        if (broken.isEmpty()) {
            return new Result.Valid(Json.ordered(answer, properties));
        }
        AnswerMending.Mended mended = new AnswerMending(schema).mend(answer, broken);
        if (mended != null) {
            return new Result.Valid(Json.ordered(mended.answer(), properties), mended.mended());
        }
        String problem = broken.stream()
                .map(each -> Words.bounded(each.sentence(), LONGEST_SENTENCE))
                .distinct()
                .collect(Collectors.joining("; ", "The answer does not satisfy the JSON Schema: ", "."));
        return new Result.Invalid(Words.bounded(problem, LONGEST_PROBLEM));
    }

    private static String notJson(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        String place = location == null || location.getLineNr() < 1
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        String reason = Words.bounded(String.valueOf(e.getOriginalMessage()), LONGEST_SENTENCE);
        return "The answer must be one JSON object and nothing else, but reading it failed" + place + ": " + reason;
    }

    /** An answer's fate. */
    public sealed interface Result {

        /**
         * The answer as an object, its members in the schema's order; free text stands under {@link #FREE_TEXT_COLUMN}.
         *
         * @param mended whether it was spelt otherwise by the model
         */
        record Valid(ObjectNode answer, boolean mended) implements Result {

            /** An answer as the model gave it. */
            public Valid(ObjectNode answer) {
                this(answer, false);
            }
        }

        /** What is wrong, in words that a model can act on; at most 1,000 characters. */
        record Invalid(String problem) implements Result {}
    }
}
