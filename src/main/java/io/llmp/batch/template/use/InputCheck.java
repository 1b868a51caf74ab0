package io.llmp.batch.template.use;

import io.llmp.batch.problem.Nearest;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.ProblemWords;
import io.llmp.batch.problem.Setting;
import io.llmp.batch.schema.CompiledSchema;
import io.llmp.batch.schema.CompiledSchema.Violation;
import io.llmp.batch.schema.Json;
import io.llmp.batch.schema.SchemaShape;
import io.llmp.batch.template.JobTemplate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides whether a row satisfies a template's input schema. Safe for use by many threads.
 *
 * <p>Columns are taken by name from the schema's {@code properties}; others are left out, whatever
 * {@code additionalProperties} says. Text becomes the declared type, wholly or not at all: {@code 007} and {@code 1e3}
 * are integers, {@code 12abc} and {@code 1.5} are none; {@code true} and {@code FALSE} are booleans; arrays and objects are
 * read from JSON. Text stays text where the schema allows text. An empty text is null where the property declares null,
 * stays where the schema accepts it, and else is as if the column were not there.
 */
public final class InputCheck {

    /** What files have between values, where it is not what was expected. */
    private static final List<String> DELIMITERS = List.of(";", "\t", "|", ",");

    private static final int LONGEST_PROBLEM = 300;

    private final @Nullable String key;
    private final List<String> properties;
    private final Set<String> required = new LinkedHashSet<>();
    private final CompiledSchema schema;
    private final List<Coercion> coercions;

    public InputCheck(JobTemplate template) {
        ObjectNode input = template.input();
        key = template.key();
        properties = SchemaShape.declared(input);
        input.path("required").forEach(name -> required.add(name.asString()));
        schema = CompiledSchema.of(input);
        coercions = properties.stream()
                .map(name -> new Coercion(name, input, schema, !required.contains(name)))
                .toList();
    }

    /**
     * Checks, before any row is read, that rows with these columns can satisfy the schema. The key may be any column, one
     * that the schema does not name too.
     *
     * @throws ProblemException when a required property or the key is no column, or no property is; names those there are
     */
    public void requireColumns(List<String> columns, String input) {
        List<String> missing = missing(columns);
        if (!missing.isEmpty()) {
            String meant = missing.stream()
                    .flatMap(name -> Nearest.to(name, columns).stream()
                            .map(near -> "Is column '" + near + "' meant to be '" + name + "'? "))
                    .collect(Collectors.joining());
            throw ProblemException.invalid(
                    "The input " + input + " lacks " + (missing.size() == 1 ? "the column " : "the columns ")
                            + ProblemWords.listed(missing) + ", which the template needs. Its columns are: "
                            + ProblemWords.listed(columns) + ".",
                    meant + delimiter(columns) + "Rename columns, or correct the template's input schema or key.");
        }
    }

    /** A header read as one column was probably written with another delimiter. */
    private static String delimiter(List<String> columns) {
        if (columns.size() != 1) {
            return "";
        }
        return DELIMITERS.stream()
                .filter(delimiter -> columns.get(0).contains(delimiter))
                .findFirst()
                .map(delimiter -> delimiter.equals("\t") ? "$'\\t'" : "'" + delimiter + "'")
                .map(shell -> "The file seems to use " + shell + ": add " + Setting.DELIMITER.to(shell) + ". ")
                .orElse("");
    }

    private List<String> missing(List<String> columns) {
        Set<String> wanted = new LinkedHashSet<>(required);
        if (key != null) {
            wanted.add(key);
        }
        if (properties.stream().noneMatch(columns::contains)) {
            // Nothing that the model is to see would be there: every row would look the same to it.
            wanted.addAll(properties);
        }
        return wanted.stream().filter(name -> !columns.contains(name)).toList();
    }

    /** Turns text into the schema's declared types and validates the result. {@code values} is left as it is. */
    public Result check(ObjectNode values) {
        ObjectNode row = Json.object();
        List<String> problems = new ArrayList<>(0);
        for (Coercion coercion : coercions) {
            JsonNode given = values.get(coercion.column());
            if (given == null) {
                continue;
            }
            JsonNode value = coercion.apply(given);
            if (value == null) {
                problems.add(coercion.refusal(text(given)));
            } else if (!value.isMissingNode()) {
                row.set(coercion.column(), value);
            }
        }
        if (problems.isEmpty()) {
            schema.validate(row).forEach(broken -> problems.add(sentence(broken)));
        }
        return problems.isEmpty()
                ? new Result.Valid(row)
                : new Result.Invalid(ProblemWords.bounded(String.join(" ", problems), LONGEST_PROBLEM));
    }

    private static String sentence(Violation broken) {
        if (broken.pointer().isEmpty()) {
            String property = broken.property();
            return property != null && broken.keyword().equals("required")
                    ? "Column '" + property + "' has no value."
                    : "The row is not valid: " + broken.message() + ".";
        }
        JsonNode value = broken.value();
        String but = value == null || value.isContainer() ? "" : ", but it is " + ProblemWords.quoted(text(value));
        return "Column " + broken.sentence() + but + ".";
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : Json.write(value);
    }

    /** A row's fate. */
    public sealed interface Result {

        /** The row as the template sees it: the schema's properties only, in its order and types. */
        record Valid(ObjectNode input) implements Result {}

        /** What is wrong with the row, as sentences that name the columns; at most 300 characters. */
        record Invalid(String problem) implements Result {}
    }
}
