package io.llmp.batch.template.file;

import io.llmp.batch.problem.ProblemWords;
import io.llmp.batch.schema.CompiledSchema;
import io.llmp.batch.schema.Json;
import io.llmp.batch.schema.SchemaShape;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds examples that contradict the schemas they stand beside. */
final class ExampleReview {

    static final List<String> KEYS = List.of("input", "output");

    private final SourceTree source;
    private final TemplateProblems problems;
    private final JsonNode template;
    private final @Nullable CompiledSchema input;
    private final @Nullable CompiledSchema output;

    /**
     * Reviews examples that stand in {@code source}. A schema that could not be made ready is null; nothing is checked
     * against it.
     */
    ExampleReview(
            SourceTree source,
            TemplateProblems problems,
            JsonNode template,
            @Nullable CompiledSchema input,
            @Nullable CompiledSchema output) {
        this.source = source;
        this.problems = problems;
        this.template = template;
        this.input = input;
        this.output = output;
    }

    /** Notes what is wrong with the example at {@code place}. */
    void review(String place, JsonNode example) {
        if (!new KeyReview(source, problems).mapping(place, example, "An example", KEYS)) {
            return;
        }
        for (String key : KEYS) {
            if (!example.has(key)) {
                problems.add(source.at(place), "The example has no '" + key + "'.", "Give it one.");
            }
        }
        row(place + "/input", example.path("input"));
        answer(place + "/output", example.path("output"));
    }

    private void row(String place, JsonNode row) {
        if (!(row instanceof ObjectNode object)) {
            if (!row.isMissingNode()) {
                note(place, "An example's input must be a mapping, as a row is.", "Give each column's value by name.");
            }
            return;
        }
        if (input != null) {
            JsonNode schema = template.path("input");
            for (String name : object.propertyNames()) {
                if (!schema.path("properties").has(name)) {
                    problems.addKey(
                            source,
                            Json.child(place, name),
                            "The input schema has no property " + ProblemWords.quoted(name)
                                    + ", so no row will show it.",
                            ProblemWords.meant(name, SchemaShape.declared((ObjectNode) schema), "Remove it."));
                }
            }
            validate(place, row, input);
        }
    }

    private void answer(String place, JsonNode answer) {
        if (answer.isMissingNode()) {
            return;
        }
        if (!template.has("output")) {
            if (!answer.isString()) {
                note(place, "Without an output schema, an example's output must be a text.", "Write a text.");
            }
        } else if (!answer.isObject()) {
            note(
                    place,
                    "An example's output must be a mapping, as the output schema says.",
                    "Give each member by name.");
        } else if (output != null) {
            validate(place, answer, output);
        }
    }

    private void validate(String place, JsonNode value, CompiledSchema schema) {
        schema.validate(value)
                .forEach(broken -> note(
                        place + broken.pointer(),
                        "The example breaks its schema: " + ProblemWords.bounded(broken.sentence(), 300) + ".",
                        "Correct the example or the schema."));
    }

    private void note(String place, String problem, String remedy) {
        problems.add(source, place, problem, remedy);
    }
}
