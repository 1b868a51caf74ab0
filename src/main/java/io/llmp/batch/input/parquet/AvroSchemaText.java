package io.llmp.batch.input.parquet;

import io.llmp.batch.input.columns.RowSchema;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.VariantLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes the columns' types as an Avro schema. Any Avro parser takes it: a column whose name Avro forbids gets a legal
 * one, and keeps its own as the attribute {@code column} of the field. What Avro has no word for, an unsigned integer for
 * instance, is told by the attribute {@code parquet} of the type.
 */
final class AvroSchemaText {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private int named;

    private AvroSchemaText() {}

    static RowSchema rowSchema(MessageType schema, Map<String, String> metadata) {
        JsonNode avro = new AvroSchemaText().group(schema, "row");
        return new RowSchema(schema.getFields().stream().map(Type::getName).toList(), avro.toString(), metadata);
    }

    private ObjectNode group(GroupType group, String name) {
        ObjectNode result = JSON.objectNode().put("type", "record").put("name", name);
        ArrayNode fields = result.putArray("fields");
        Set<String> used = new HashSet<>();
        for (Type field : group.getFields()) {
            String legal = legalName(field.getName(), used);
            ObjectNode entry = fields.addObject().put("name", legal);
            if (!legal.equals(field.getName())) {
                entry.put("column", field.getName());
            }
            entry.set("type", nullable(field));
        }
        return result;
    }

    private static String legalName(String name, Set<String> used) {
        String legal = name.replaceAll("[^A-Za-z0-9_]", "_").replaceFirst("^(?![A-Za-z_])", "_");
        while (!used.add(legal)) {
            legal += "_";
        }
        return legal;
    }

    private JsonNode nullable(Type type) {
        return switch (type.getRepetition()) {
            case REQUIRED -> plain(type);
            case OPTIONAL -> optional(plain(type));
            case REPEATED -> list(plain(type));
        };
    }

    private static JsonNode optional(JsonNode type) {
        return type.isString() && type.stringValue().equals("null")
                ? type
                : JSON.arrayNode().add("null").add(type);
    }

    private JsonNode plain(Type type) {
        if (type.isPrimitive()) {
            return AvroScalars.of(type.asPrimitiveType(), this::nextName);
        }
        GroupType group = type.asGroupType();
        return switch (Nesting.of(group)) {
            case RECORD -> record(group);
            case LIST -> listOrMap(group);
            case MAP ->
                JSON.objectNode()
                        .put("type", "map")
                        .set("values", nullable(group.getType(0).asGroupType().getType(1)));
        };
    }

    private ObjectNode record(GroupType group) {
        ObjectNode result = group(group, nextName());
        return group.getLogicalTypeAnnotation() instanceof VariantLogicalTypeAnnotation
                ? result.put("logicalType", "variant")
                : result;
    }

    /** A map whose keys are not text is, as in Iceberg, a list of its entries with the logical type {@code map}. */
    private JsonNode listOrMap(GroupType group) {
        ObjectNode result = list(element(group));
        return group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation
                ? result
                : result.put("logicalType", "map");
    }

    private JsonNode element(GroupType list) {
        Type repeated = list.getType(0);
        return Nesting.isElement(list)
                ? plain(repeated)
                : nullable(repeated.asGroupType().getType(0));
    }

    private static ObjectNode list(JsonNode items) {
        ObjectNode result = JSON.objectNode().put("type", "array");
        result.set("items", items);
        return result;
    }

    /** Names that Avro requires and Parquet does not have; a schema may use none twice. */
    private String nextName() {
        return "type" + ++named;
    }
}
