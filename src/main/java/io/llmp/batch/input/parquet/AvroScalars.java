package io.llmp.batch.input.parquet;

import java.util.Locale;
import java.util.function.Supplier;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.BsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeographyLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeometryLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UnknownLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The Avro type of a column of single values. */
final class AvroScalars {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private AvroScalars() {}

    static JsonNode of(PrimitiveType type, Supplier<String> names) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        if (meaning instanceof UnknownLogicalTypeAnnotation) {
            return JSON.stringNode("null");
        }
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return decimal(type, decimal, names);
        }
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> JSON.stringNode("boolean");
            case FLOAT -> JSON.stringNode("float");
            case DOUBLE -> JSON.stringNode("double");
            case INT32 -> integer("int", meaning);
            case INT64 -> integer("long", meaning);
            case INT96 -> fixed(12, names).put("parquet", "INT96");
            case BINARY -> binary(meaning);
            case FIXED_LEN_BYTE_ARRAY -> fixed(type, meaning, names);
        };
    }

    private static ObjectNode decimal(
            PrimitiveType type, DecimalLogicalTypeAnnotation decimal, Supplier<String> names) {
        ObjectNode result = switch (type.getPrimitiveTypeName()) {
            case FIXED_LEN_BYTE_ARRAY -> fixed(type.getTypeLength(), names);
            case BINARY -> type("bytes");
            default -> type("bytes").put("parquet", type.getPrimitiveTypeName().name());
        };
        return result.put("logicalType", "decimal")
                .put("precision", decimal.getPrecision())
                .put("scale", decimal.getScale());
    }

    private static JsonNode integer(String avro, LogicalTypeAnnotation meaning) {
        if (meaning instanceof DateLogicalTypeAnnotation) {
            return type(avro).put("logicalType", "date");
        }
        if (meaning instanceof TimeLogicalTypeAnnotation time) {
            ObjectNode result = type(avro).put("logicalType", "time-" + lower(time.getUnit()));
            return time.isAdjustedToUTC() ? result : result.put("parquet", "LOCAL");
        }
        if (meaning instanceof TimestampLogicalTypeAnnotation timestamp) {
            String prefix = timestamp.isAdjustedToUTC() ? "timestamp-" : "local-timestamp-";
            return type(avro).put("logicalType", prefix + lower(timestamp.getUnit()));
        }
        if (meaning instanceof IntLogicalTypeAnnotation width) {
            return integer(avro, width);
        }
        return JSON.stringNode(avro);
    }

    private static JsonNode integer(String avro, IntLogicalTypeAnnotation width) {
        String name = (width.isSigned() ? "INT_" : "UINT_") + width.getBitWidth();
        return switch (name) {
            case "INT_32", "INT_64" -> JSON.stringNode(avro);
            case "UINT_32" -> type("long").put("parquet", name);
            case "UINT_64" ->
                type("bytes")
                        .put("logicalType", "decimal")
                        .put("precision", 20)
                        .put("scale", 0)
                        .put("parquet", name);
            default -> type(avro).put("parquet", name);
        };
    }

    private static JsonNode binary(LogicalTypeAnnotation meaning) {
        if (meaning instanceof StringLogicalTypeAnnotation) {
            return JSON.stringNode("string");
        }
        if (meaning instanceof EnumLogicalTypeAnnotation) {
            return type("string").put("parquet", "ENUM");
        }
        if (meaning instanceof JsonLogicalTypeAnnotation) {
            return type("string").put("parquet", "JSON");
        }
        if (meaning instanceof BsonLogicalTypeAnnotation) {
            return type("bytes").put("parquet", "BSON");
        }
        if (meaning instanceof GeometryLogicalTypeAnnotation shape) {
            return type("bytes").put("parquet", "GEOMETRY").put("crs", shape.getCrs());
        }
        if (meaning instanceof GeographyLogicalTypeAnnotation shape) {
            String edges =
                    shape.getAlgorithm() == null ? null : shape.getAlgorithm().name();
            return type("bytes")
                    .put("parquet", "GEOGRAPHY")
                    .put("crs", shape.getCrs())
                    .put("algorithm", edges);
        }
        return JSON.stringNode("bytes");
    }

    private static JsonNode fixed(PrimitiveType type, LogicalTypeAnnotation meaning, Supplier<String> names) {
        if (meaning instanceof UUIDLogicalTypeAnnotation) {
            return type("string").put("logicalType", "uuid");
        }
        if (meaning instanceof Float16LogicalTypeAnnotation) {
            return type("float").put("parquet", "FLOAT16");
        }
        ObjectNode result = fixed(type.getTypeLength(), names);
        return meaning instanceof IntervalLogicalTypeAnnotation ? result.put("logicalType", "duration") : result;
    }

    private static ObjectNode fixed(int size, Supplier<String> names) {
        return type("fixed").put("name", names.get()).put("size", size);
    }

    private static ObjectNode type(String name) {
        return JSON.objectNode().put("type", name);
    }

    private static String lower(LogicalTypeAnnotation.TimeUnit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }
}
