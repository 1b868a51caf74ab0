package io.llmp.batch.export.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.schema.ConversionPatterns;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Column types from JSON Schemas, where a schema says plainly what its values are. Members of a nested object that
 * its schema does not name have no field, as properties of the output that the template does not name have no column;
 * an object that is declared to have such members has no type.
 */
final class OutputTypes {

    private static final Set<String> OPENS_OBJECT =
            Set.of("$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "patternProperties", "dependentSchemas");

    private OutputTypes() {}

    /** Returns the type for values of {@code schema}, always nullable, or null when they are to be kept as JSON. */
    static @Nullable Type of(String name, JsonNode schema) {
        return switch (typeName(schema)) {
            case "string" -> Strings.type(name);
            case "integer" -> Types.optional(PrimitiveTypeName.INT64).named(name);
            case "number" -> Types.optional(PrimitiveTypeName.DOUBLE).named(name);
            case "boolean" -> Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
            case "array" -> list(name, schema);
            case "object" -> record(name, schema);
            default -> null;
        };
    }

    /** The one type a schema names beside null, or nothing. */
    private static String typeName(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isString()) {
            return type.stringValue();
        }
        if (type.isArray()) {
            List<String> names = type.valueStream()
                    .map(JsonNode::asString)
                    .filter(name -> !name.equals("null"))
                    .toList();
            return names.size() == 1 ? names.get(0) : "";
        }
        return isText(schema.path("const")) || isTexts(schema.path("enum")) ? "string" : "";
    }

    private static boolean isTexts(JsonNode values) {
        return values.valueStream().anyMatch(OutputTypes::isText)
                && values.valueStream().allMatch(value -> isText(value) || value.isNull());
    }

    private static boolean isText(JsonNode value) {
        return value.isString();
    }

    private static @Nullable Type list(String name, JsonNode schema) {
        if (schema.has("prefixItems")) {
            return null;
        }
        Type element = of("element", schema.path("items"));
        return element == null || !element.isPrimitive()
                ? null
                : ConversionPatterns.listOfElements(Repetition.OPTIONAL, name, element);
    }

    private static @Nullable Type record(String name, JsonNode schema) {
        JsonNode others = schema.path("additionalProperties");
        boolean open = !others.isMissingNode() && !(others.isBoolean() && !others.booleanValue());
        if (open || OPENS_OBJECT.stream().anyMatch(schema::has)) {
            return null;
        }
        List<Type> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            Type field = of(property.getKey(), property.getValue());
            if (field == null) {
                return null;
            }
            fields.add(field);
        }
        return fields.isEmpty() ? null : new GroupType(Repetition.OPTIONAL, name, fields);
    }
}
