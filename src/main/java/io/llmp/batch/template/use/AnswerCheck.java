package io.llmp.batch.template.use;

import io.llmp.batch.problem.ProblemWords;
import io.llmp.batch.schema.CompiledSchema;
import io.llmp.batch.schema.CompiledSchema.Violation;
import io.llmp.batch.schema.Json;
import io.llmp.batch.schema.SchemaShape;
import io.llmp.batch.template.JobTemplate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private static final String ONLY_THINKING = "The answer is missing: there is only thinking.";
    private static final String NO_OBJECT = "The answer must be one JSON object and nothing else, but there is none.";

    private final @Nullable CompiledSchema schema;
    private final JsonNode properties;

    public AnswerCheck(JobTemplate template) {
        ObjectNode output = template.output();
        schema = output == null ? null : CompiledSchema.of(output);
        properties = output == null ? Json.object() : output.path("properties");
    }

    /** Returns the columns that answers make, in the order of the template, each with its JSON Schema. */
    public static Map<String, JsonNode> columns(JobTemplate template) {
        ObjectNode output = template.output();
        if (output == null) {
            return Map.of(FREE_TEXT_COLUMN, Json.object().put("type", "string"));
        }
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        output.path("properties").properties().forEach(each -> columns.put(each.getKey(), each.getValue()));
        return columns;
    }

    /** Whether answers are JSON that a schema tells valid. */
    public boolean hasSchema() {
        return schema != null;
    }

    /**
     * Reads {@code content} as the template's kind of answer. Passes over thinking before the answer. Tolerates words and a
     * Markdown code fence around one JSON object, one in a list of its own or in a JSON string, a constant in other letters'
     * case, and a number or a truth value given as text; a key given twice, a second valid object and nesting deeper than 100
     * are refused.
     */
    public Result check(String content) {
        String text = content.strip();
        if (text.startsWith("\ufeff")) {
            text = text.substring(1).strip();
        }
        if (text.isEmpty()) {
            return new Result.Invalid("The answer is empty.");
        }
        return schema == null ? freeText(text) : object(text, schema);
    }

    private static Result freeText(String text) {
        String answer = Thinking.removed(text);
        return answer.isEmpty()
                ? new Result.Invalid(ONLY_THINKING)
                : new Result.Valid(Json.object().put(FREE_TEXT_COLUMN, answer));
    }

    private Result object(String text, CompiledSchema schema) {
        try {
            List<AnswerText.Candidate> candidates = AnswerText.candidates(text);
            if (candidates.isEmpty()) {
                return new Result.Invalid(Thinking.isOpen(text) ? ONLY_THINKING : NO_OBJECT);
            }
            List<Result> results =
                    candidates.stream().map(each -> checked(each, schema)).toList();
            List<Result> valid = results.stream()
                    .filter(Result.Valid.class::isInstance)
                    .distinct()
                    .toList();
            if (valid.size() > 1) {
                return new Result.Invalid("The answer must be one JSON object, but it holds " + valid.size()
                        + " that satisfy the schema.");
            }
            return valid.isEmpty() ? results.get(0) : valid.get(0);
        } catch (JacksonException e) {
            return new Result.Invalid(notJson(e));
        }
    }

    private Result checked(AnswerText.Candidate candidate, CompiledSchema schema) {
        if (!(candidate.json() instanceof ObjectNode object)) {
            return new Result.Invalid("The answer must be one JSON object, but it is of type "
                    + SchemaShape.typeOf(candidate.json()) + ".");
        }
        Result result = validated(object, schema);
        return candidate.wrapped() && result instanceof Result.Valid valid
                ? new Result.Valid(valid.answer(), true)
                : result;
    }

    private Result validated(ObjectNode answer, CompiledSchema schema) {
        List<Violation> broken = schema.validate(answer);
        if (broken.isEmpty()) {
            return new Result.Valid(Json.ordered(answer, properties));
        }
        AnswerRepair.Repaired repaired = new AnswerRepair(schema).repair(answer, broken);
        if (repaired != null) {
            return new Result.Valid(Json.ordered(repaired.answer(), properties), repaired.respelt());
        }
        String problem = broken.stream()
                .map(each -> ProblemWords.bounded(each.sentence(), LONGEST_SENTENCE))
                .distinct()
                .collect(Collectors.joining("; ", "The answer does not satisfy the JSON Schema: ", "."));
        return new Result.Invalid(ProblemWords.bounded(problem, LONGEST_PROBLEM));
    }

    private static String notJson(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        String place = location == null || location.getLineNr() < 1
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        String reason = ProblemWords.bounded(String.valueOf(e.getOriginalMessage()), LONGEST_SENTENCE);
        return "The answer must be one JSON object and nothing else, but reading it failed" + place + ": " + reason;
    }

    /** An answer's fate. */
    public sealed interface Result {

        /**
         * The answer as an object, its members in the schema's order; free text stands under {@link #FREE_TEXT_COLUMN}.
         *
         * @param repaired whether the model spelt it otherwise
         */
        record Valid(ObjectNode answer, boolean repaired) implements Result {

            /** An answer as the model gave it. */
            public Valid(ObjectNode answer) {
                this(answer, false);
            }
        }

        /** What is wrong, in words that a model can act on; at most 1,000 characters. */
        record Invalid(String problem) implements Result {}
    }
}
