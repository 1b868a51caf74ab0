package io.llmp.batch.input.columns;

import io.llmp.batch.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes one list of columns of those of several files. Files must agree in the columns that matter, whatever their order, and in
 * their types but for what loses nothing: whether they may be null, and how wide their numbers are. Of other columns, those that
 * some files lack are null there, and those whose types do not go together are text.
 */
public final class SchemaAgreement {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path first;
    private final boolean typed;
    private final Set<String> used;
    private final Map<String, @Nullable JsonNode> columns = new LinkedHashMap<>();
    private final Map<String, JsonNode> fields = new LinkedHashMap<>();
    private final RowSchema expected;
    /** What all files say alike. */
    private final Map<String, String> metadata;

    private boolean changed;

    /** @param used the columns that matter, or none when all do */
    public SchemaAgreement(Path first, RowSchema schema, Set<String> used) {
        this.first = first;
        this.expected = schema;
        this.typed = schema.avro() != null;
        this.used = used;
        this.metadata = new HashMap<>(schema.metadata());
        Map<String, JsonNode> types = fields(schema);
        schema.columns().forEach(column -> add(column, types.get(column)));
    }

    private void add(String column, @Nullable JsonNode field) {
        columns.put(column, field == null ? null : field.required("type"));
        if (field != null) {
            fields.put(column, field);
        }
    }

    /** Takes the columns of another file, or refuses them. */
    public void add(Path file, RowSchema schema) {
        requireUsedColumns(file, schema);
        metadata.entrySet().retainAll(schema.metadata().entrySet());
        Map<String, JsonNode> others = fields(schema);
        for (String column : schema.columns()) {
            JsonNode other = others.get(column);
            if (!columns.containsKey(column)) {
                add(column, other);
                changed = true;
            } else if (typed && other != null) {
                merge(file, column, other.required("type"));
            }
        }
    }

    private void requireUsedColumns(Path file, RowSchema schema) {
        List<String> missing = columns.keySet().stream()
                .filter(column -> matters(column) && !schema.columns().contains(column))
                .toList();
        List<String> added = schema.columns().stream()
                .filter(column -> matters(column) && !columns.containsKey(column))
                .toList();
        if (!missing.isEmpty()) {
            throw different(
                    file,
                    "lacks " + String.join(", ", missing) + ", which " + first + " has"
                            + (added.isEmpty() ? "" : ", and has " + String.join(", ", added) + " instead"));
        }
        if (!added.isEmpty()) {
            throw different(file, "has " + String.join(", ", added) + ", which " + first + " lacks");
        }
    }

    private boolean matters(String column) {
        return used.isEmpty() || used.contains(column);
    }

    private void merge(Path file, String column, JsonNode other) {
        JsonNode type = columns.get(column);
        if (type == null || type.equals(other)) {
            return;
        }
        JsonNode merged = MergedType.of(type, other);
        if (merged == null && matters(column)) {
            throw different(file, "has " + column + " of type " + other + ", " + first + " of type " + type);
        }
        columns.put(column, merged == null ? JSON.createArrayNode().add("null").add("string") : merged);
        changed = true;
    }

    private static ProblemException different(Path file, String difference) {
        return ProblemException.invalid(
                "The files of one input have different columns: " + file + " " + difference + ".",
                "Give the files the same columns, or run them one by one.");
    }

    /** Returns the columns of all files. */
    public RowSchema schema() {
        if (!changed) {
            return new RowSchema(expected.columns(), expected.avro(), metadata);
        }
        if (!typed) {
            return new RowSchema(new ArrayList<>(columns.keySet()), null, metadata);
        }
        ObjectNode row = JSON.createObjectNode().put("type", "record").put("name", "row");
        ArrayNode all = row.putArray("fields");
        Set<String> names = new LinkedHashSet<>();
        columns.forEach((column, type) -> {
            ObjectNode field = all.addObject().setAll((ObjectNode) fields.get(column));
            String name = field.required("name").stringValue();
            while (!names.add(name)) {
                name += "_";
            }
            field.put("name", name).put("column", column).set("type", type);
        });
        return new RowSchema(new ArrayList<>(columns.keySet()), row.toString(), metadata);
    }

    /** The columns' types only: the name of the record and its documentation differ from writer to writer. */
    private static Map<String, JsonNode> fields(RowSchema schema) {
        Map<String, JsonNode> types = new LinkedHashMap<>();
        if (schema.avro() != null) {
            for (JsonNode field : JSON.readTree(schema.avro()).path("fields")) {
                types.put(RowSchema.column(field), field);
            }
        }
        return types;
    }
}
