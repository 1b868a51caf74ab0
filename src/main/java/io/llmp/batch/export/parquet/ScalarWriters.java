package io.llmp.batch.export.parquet;

import java.time.DateTimeException;
import java.util.Base64;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Writes single values: the inverse of the JSON form that the Parquet input gives them, and nothing inexact. */
final class ScalarWriters {

    private final PrimitiveType type;
    private final @Nullable LogicalTypeAnnotation meaning;
    private final String path;

    ScalarWriters(PrimitiveType type, String path) {
        this.type = type;
        this.meaning = type.getLogicalTypeAnnotation();
        this.path = path;
    }

    ValueWriter writer() {
        ValueWriter plain = switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> this::writeBoolean;
            case INT32 -> (value, out) -> out.addInteger(whole32(value));
            case INT64 -> (value, out) -> out.addLong(whole(value, 64));
            case FLOAT -> (value, out) -> out.addFloat(JsonNumbers.toFloat(value));
            case DOUBLE -> (value, out) -> out.addDouble(JsonNumbers.toDouble(value));
            case INT96 -> (value, out) -> out.addBinary(IsoTimes.int96(text(value)));
            case BINARY, FIXED_LEN_BYTE_ARRAY -> (value, out) -> out.addBinary(bytes(value));
        };
        return (value, out) -> {
            try {
                plain.write(value, out);
            } catch (ArithmeticException | DateTimeException | IllegalArgumentException e) {
                throw new UnfitValue(path, "values of the type " + typeName(), e);
            }
        };
    }

    private String typeName() {
        String stored = type.getPrimitiveTypeName().name();
        return meaning == null ? stored : meaning + " (" + stored + ")";
    }

    private void writeBoolean(JsonNode value, RecordConsumer out) {
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("not a boolean");
        }
        out.addBoolean(value.booleanValue());
    }

    /** Returns the value as it is stored in 32 bits, those of a number without a sign as they are. */
    private int whole32(JsonNode value) {
        long whole = whole(value, Integer.SIZE);
        return meaning instanceof IntLogicalTypeAnnotation ? (int) whole : Math.toIntExact(whole);
    }

    /** Returns the value as it is stored in {@code bits} bits. */
    private long whole(JsonNode value, int bits) {
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return JsonNumbers.unscaled(value, decimal).longValueExact();
        }
        if (meaning instanceof DateLogicalTypeAnnotation) {
            return Math.toIntExact(IsoTimes.date(text(value)));
        }
        if (meaning instanceof TimeLogicalTypeAnnotation time) {
            return IsoTimes.ofDay(text(value), time.getUnit());
        }
        if (meaning instanceof TimestampLogicalTypeAnnotation timestamp) {
            return IsoTimes.timestamp(text(value), timestamp);
        }
        if (meaning instanceof IntLogicalTypeAnnotation integer) {
            return JsonNumbers.integer(value, integer.getBitWidth(), integer.isSigned());
        }
        return JsonNumbers.integer(value, bits, true);
    }

    private Binary bytes(JsonNode value) {
        if (meaning instanceof StringLogicalTypeAnnotation) {
            return Strings.textOrJson(value);
        }
        if (meaning instanceof EnumLogicalTypeAnnotation || meaning instanceof JsonLogicalTypeAnnotation) {
            return Strings.binary(text(value));
        }
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return JsonNumbers.binary(JsonNumbers.unscaled(value, decimal), type);
        }
        if (meaning instanceof UUIDLogicalTypeAnnotation) {
            return Strings.uuid(text(value));
        }
        if (meaning instanceof Float16LogicalTypeAnnotation) {
            return JsonNumbers.half(JsonNumbers.toFloat(value));
        }
        byte[] bytes = Base64.getDecoder().decode(text(value));
        if (type.getTypeLength() > 0 && bytes.length != type.getTypeLength()) {
            throw new IllegalArgumentException("must be " + type.getTypeLength() + " bytes but was " + bytes.length);
        }
        return Binary.fromConstantByteArray(bytes);
    }

    private static String text(JsonNode value) {
        if (!value.isString()) {
            throw new IllegalArgumentException("not text");
        }
        return value.stringValue();
    }
}
