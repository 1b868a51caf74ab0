package io.llmp.batch.input;

import io.llmp.batch.problem.ProblemException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds two files of one dataset to the same columns, in the same order and of the same types. */
final class SchemaAgreement {

    private static final JsonMapper JSON = new JsonMapper();

    private SchemaAgreement() {}

    static void check(Path first, RowSchema expected, Path other, RowSchema actual) {
        String difference = difference(first, expected, actual);
        if (difference != null) {
            throw ProblemException.invalid(
                    "The files of one input have different columns: " + other + " " + difference + ".",
                    "Give the files the same columns in the same order, or run them one by one.");
        }
    }

    private static @Nullable String difference(Path first, RowSchema expected, RowSchema actual) {
        List<String> missing = without(expected.columns(), actual.columns());
        List<String> added = without(actual.columns(), expected.columns());
        if (!missing.isEmpty()) {
            return "lacks " + String.join(", ", missing) + ", which " + first + " has"
                    + (added.isEmpty() ? "" : ", and has " + String.join(", ", added) + " instead");
        }
        if (!added.isEmpty()) {
            return "has " + String.join(", ", added) + ", which " + first + " lacks";
        }
        if (!expected.columns().equals(actual.columns())) {
            return "has them in the order " + String.join(", ", actual.columns()) + ", " + first + " in the order "
                    + String.join(", ", expected.columns());
        }
        return typeDifference(first, expected, actual);
    }

    private static List<String> without(List<String> columns, List<String> others) {
        return columns.stream().filter(column -> !others.contains(column)).toList();
    }

    private static @Nullable String typeDifference(Path first, RowSchema expected, RowSchema actual) {
        Map<String, JsonNode> expectedTypes = types(expected);
        Map<String, JsonNode> actualTypes = types(actual);
        for (String column : expected.columns()) {
            JsonNode expectedType = expectedTypes.get(column);
            JsonNode actualType = actualTypes.get(column);
            if (!Objects.equals(expectedType, actualType)) {
                return "has " + column + " of type " + actualType + ", " + first + " of type " + expectedType;
            }
        }
        return null;
    }

    /** The columns' types only: the name of the record and its documentation differ from writer to writer. */
    private static Map<String, JsonNode> types(RowSchema schema) {
        Map<String, JsonNode> types = new HashMap<>();
        if (schema.avro() != null) {
            for (JsonNode field : JSON.readTree(schema.avro()).path("fields")) {
                types.put(field.path("name").asString(), field.path("type"));
            }
        }
        return types;
    }
}
