package io.llmp.batch.export.parquet;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT96;

import java.util.Locale;
import org.apache.parquet.column.schema.EdgeInterpolationAlgorithm;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The Parquet type of an Avro type of single values. A {@code duration} stays the twelve bytes it is: the library marks
 * columns of the type INTERVAL in a way by which other readers take all their values for null.
 */
final class InputScalars {

    private static final int UUID_BYTES = 16;

    private InputScalars() {}

    static Type type(JsonNode avro, Repetition repetition, String name) {
        String logical = avro.path("logicalType").stringValue("");
        String parquet = avro.path("parquet").stringValue("");
        PrimitiveTypeName stored = stored(InputTypes.typeName(avro), logical, parquet);
        Types.PrimitiveBuilder<PrimitiveType> type = Types.primitive(stored, repetition);
        if (stored == FIXED_LEN_BYTE_ARRAY) {
            type = type.length(length(avro, logical, parquet));
        }
        LogicalTypeAnnotation meaning = parquet.isEmpty() || (logical.equals("decimal") && !parquet.startsWith("UINT"))
                ? meaning(avro, logical)
                : meaning(parquet, logical, avro);
        return meaning == null ? type.named(name) : type.as(meaning).named(name);
    }

    private static int length(JsonNode avro, String logical, String parquet) {
        if (parquet.equals("FLOAT16")) {
            return Short.BYTES;
        }
        return logical.equals("uuid") ? UUID_BYTES : avro.required("size").intValue();
    }

    private static PrimitiveTypeName stored(String avro, String logical, String parquet) {
        return switch (parquet) {
            case "INT32", "UINT_32" -> INT32;
            case "INT64", "UINT_64" -> INT64;
            case "INT96" -> INT96;
            case "FLOAT16" -> FIXED_LEN_BYTE_ARRAY;
            default ->
                switch (avro) {
                    case "boolean" -> BOOLEAN;
                    case "int" -> INT32;
                    case "long" -> INT64;
                    case "float" -> FLOAT;
                    case "double" -> DOUBLE;
                    case "bytes" -> BINARY;
                    case "string" -> logical.equals("uuid") ? FIXED_LEN_BYTE_ARRAY : BINARY;
                    case "enum" -> BINARY;
                    case "fixed" -> FIXED_LEN_BYTE_ARRAY;
                    default -> throw new IllegalArgumentException("must be an Avro type but was " + avro);
                };
        };
    }

    /** What a type means by Avro's own words. */
    private static @Nullable LogicalTypeAnnotation meaning(JsonNode avro, String logical) {
        return switch (logical) {
            case "decimal" ->
                LogicalTypeAnnotation.decimalType(
                        avro.path("scale").intValue(0),
                        avro.required("precision").intValue());
            case "date" -> LogicalTypeAnnotation.dateType();
            case "uuid" -> LogicalTypeAnnotation.uuidType();
            case "time-millis", "time-micros", "time-nanos" -> LogicalTypeAnnotation.timeType(true, unit(logical));
            case "timestamp-millis", "timestamp-micros", "timestamp-nanos" ->
                LogicalTypeAnnotation.timestampType(true, unit(logical));
            case "local-timestamp-millis", "local-timestamp-micros", "local-timestamp-nanos" ->
                LogicalTypeAnnotation.timestampType(false, unit(logical));
            default -> textOrNothing(InputTypes.typeName(avro));
        };
    }

    private static @Nullable LogicalTypeAnnotation textOrNothing(String avro) {
        return switch (avro) {
            case "string" -> LogicalTypeAnnotation.stringType();
            case "enum" -> LogicalTypeAnnotation.enumType();
            default -> null;
        };
    }

    /** What a type means by the attribute {@code parquet}. */
    private static @Nullable LogicalTypeAnnotation meaning(String parquet, String logical, JsonNode avro) {
        return switch (parquet) {
            case "ENUM" -> LogicalTypeAnnotation.enumType();
            case "JSON" -> LogicalTypeAnnotation.jsonType();
            case "BSON" -> LogicalTypeAnnotation.bsonType();
            case "FLOAT16" -> LogicalTypeAnnotation.float16Type();
            case "GEOMETRY" -> LogicalTypeAnnotation.geometryType(textOrNull(avro.path("crs")));
            case "GEOGRAPHY" ->
                LogicalTypeAnnotation.geographyType(textOrNull(avro.path("crs")), edges(avro.path("algorithm")));
            case "LOCAL" -> LogicalTypeAnnotation.timeType(false, unit(logical));
            case "INT_8" -> LogicalTypeAnnotation.intType(8, true);
            case "INT_16" -> LogicalTypeAnnotation.intType(16, true);
            case "UINT_8" -> LogicalTypeAnnotation.intType(8, false);
            case "UINT_16" -> LogicalTypeAnnotation.intType(16, false);
            case "UINT_32" -> LogicalTypeAnnotation.intType(32, false);
            case "UINT_64" -> LogicalTypeAnnotation.intType(64, false);
            default -> null;
        };
    }

    private static @Nullable String textOrNull(JsonNode value) {
        return value.isString() ? value.stringValue() : null;
    }

    private static @Nullable EdgeInterpolationAlgorithm edges(JsonNode algorithm) {
        return algorithm.isString() ? EdgeInterpolationAlgorithm.valueOf(algorithm.stringValue()) : null;
    }

    private static TimeUnit unit(String logical) {
        return TimeUnit.valueOf(logical.substring(logical.lastIndexOf('-') + 1).toUpperCase(Locale.ROOT));
    }
}
