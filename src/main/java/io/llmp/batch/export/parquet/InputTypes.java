package io.llmp.batch.export.parquet;

import io.llmp.batch.input.columns.RowSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.ConversionPatterns;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Column types from the Avro schema of the input, its attributes {@code column} and {@code parquet} included, by which
 * the Parquet input tells what Avro has no word for. A column may always be null, whatever the schema says: the rows may
 * come from several files.
 */
final class InputTypes {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Of the encoding of variants; there is no other. */
    private static final byte VARIANT_VERSION = 1;

    private InputTypes() {}

    /** Returns the types by column name; none when the input's format has no types. */
    static Map<String, Type> of(RowSchema schema) {
        Map<String, Type> types = new LinkedHashMap<>();
        if (schema.avro() != null) {
            for (JsonNode field : JSON.readTree(schema.avro()).required("fields")) {
                String name = RowSchema.column(field);
                types.put(name, type(field.required("type"), Repetition.OPTIONAL, name));
            }
        }
        return types;
    }

    /** Says which columns hold values of the type INTERVAL, whose mark is not written. */
    static List<String> losses(RowSchema schema) {
        List<String> losses = new ArrayList<>();
        if (schema.avro() != null) {
            for (JsonNode field : JSON.readTree(schema.avro()).required("fields")) {
                if (schema.columns().contains(RowSchema.column(field))
                        && field.findValuesAsString("logicalType").contains("duration")) {
                    losses.add("The output has the values of type INTERVAL in column " + RowSchema.column(field)
                            + " as their 12 bytes, without that type.");
                }
            }
        }
        return losses;
    }

    private static Type type(JsonNode avro, Repetition repetition, String name) {
        if (avro.isArray()) {
            List<JsonNode> types =
                    avro.valueStream().filter(type -> !isNull(type)).toList();
            if (types.size() != 1) {
                throw new IllegalArgumentException("a union must be of one type and null but was " + avro);
            }
            return type(types.get(0), Repetition.OPTIONAL, name);
        }
        return switch (typeName(avro)) {
            case "record" -> record(avro, repetition, name);
            case "array" -> list(avro, repetition, name);
            case "map" -> {
                Type key = Types.required(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named("key");
                yield ConversionPatterns.mapType(
                        repetition,
                        name,
                        "key_value",
                        key,
                        type(avro.required("values"), Repetition.REQUIRED, "value"));
            }
            case "null" ->
                Types.optional(PrimitiveTypeName.INT32)
                        .as(LogicalTypeAnnotation.unknownType())
                        .named(name);
            default -> InputScalars.type(avro, repetition, name);
        };
    }

    private static boolean isNull(JsonNode type) {
        return typeName(type).equals("null");
    }

    static String typeName(JsonNode avro) {
        return avro.isString() ? avro.stringValue() : avro.required("type").stringValue();
    }

    /** A record without fields, which Parquet's writers do not write, is kept as JSON. */
    private static Type record(JsonNode avro, Repetition repetition, String name) {
        List<Type> fields = fields(avro);
        if (avro.path("logicalType").stringValue("").equals("variant")) {
            return Types.buildGroup(repetition)
                    .as(LogicalTypeAnnotation.variantType(VARIANT_VERSION))
                    .addFields(fields.toArray(Type[]::new))
                    .named(name);
        }
        return fields.isEmpty() ? Strings.type(repetition, name) : new GroupType(repetition, name, fields);
    }

    private static List<Type> fields(JsonNode avro) {
        List<Type> fields = new ArrayList<>();
        for (JsonNode field : avro.required("fields")) {
            fields.add(type(field.required("type"), Repetition.REQUIRED, RowSchema.column(field)));
        }
        return fields;
    }

    private static Type list(JsonNode avro, Repetition repetition, String name) {
        JsonNode items = avro.required("items");
        boolean entries = !items.path("fields").isEmpty();
        if (entries && avro.path("logicalType").stringValue("").equals("map")) {
            GroupType entry = new GroupType(Repetition.REPEATED, "key_value", fields(items));
            return Types.buildGroup(repetition)
                    .as(LogicalTypeAnnotation.mapType())
                    .addField(entry)
                    .named(name);
        }
        return ConversionPatterns.listOfElements(repetition, name, type(items, Repetition.REQUIRED, "element"));
    }
}
