package io.llmp.batch.input.columns;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The columns of a dataset.
 *
 * @param columns names in the order of the file, each once
 * @param avro the rows' Avro schema as JSON, or null when the format gives columns no types
 * @param metadata what the files say of their columns beside the types, by key; empty when they say nothing
 * @param answers the JSON Schemas of columns that hold answers of another run, which have no type in {@code avro}
 */
public record RowSchema(
        List<String> columns, @Nullable String avro, Map<String, String> metadata, Map<String, JsonNode> answers) {

    public RowSchema {
        columns = List.copyOf(columns);
        // Not there in what a former version kept.
        metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
        answers = answers == null ? Map.of() : Map.copyOf(answers);
    }

    /** Columns of which none holds answers. */
    public RowSchema(List<String> columns, @Nullable String avro, Map<String, String> metadata) {
        this(columns, avro, metadata, Map.of());
    }

    /** Columns of which the files say nothing but the types. */
    public RowSchema(List<String> columns, @Nullable String avro) {
        this(columns, avro, Map.of());
    }

    /** Returns these columns without those in {@code left}. */
    public RowSchema without(Set<String> left) {
        List<String> others =
                columns.stream().filter(column -> !left.contains(column)).toList();
        return new RowSchema(others, avro, metadata, answers);
    }

    /** Returns whether a run that began with {@code earlier} columns, as a former version described them, can continue with these. */
    public boolean continues(RowSchema earlier) {
        return columns.equals(earlier.columns) && FormerTypes.of(avro).equals(FormerTypes.of(earlier.avro));
    }

    /** Returns the column that a field of {@link #avro} describes; its name may be one that Avro does not allow. */
    public static String column(JsonNode field) {
        return field.path("column").stringValue(field.path("name").asString());
    }
}
