package io.llmp.batch.input.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/**
 * The JSON form of one column's values: numbers and truth values as themselves, decimals exactly, dates and times as ISO
 * 8601 text, bytes as Base64, and NaN and the infinities, which JSON has no numbers for, as text.
 */
final class JsonValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Bytes of some 960 digits: numbers of more than 1,000 are not read from JSON again. */
    private static final int LONGEST_DECIMAL = 400;

    private final @Nullable LogicalTypeAnnotation meaning;

    JsonValues(@Nullable LogicalTypeAnnotation meaning) {
        this.meaning = meaning;
    }

    IntFunction<JsonNode> ints() {
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return value -> JSON.numberNode(BigDecimal.valueOf(value, decimal.getScale()));
        }
        if (meaning instanceof DateLogicalTypeAnnotation) {
            return value -> JSON.stringNode(LocalDate.ofEpochDay(value).toString());
        }
        if (meaning instanceof TimeLogicalTypeAnnotation time) {
            return value -> time(value, time.getUnit());
        }
        if (meaning instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()) {
            return integer.getBitWidth() == 32
                    ? value -> JSON.numberNode(Integer.toUnsignedLong(value))
                    : value -> JSON.numberNode(value & ((1 << integer.getBitWidth()) - 1));
        }
        return JSON::numberNode;
    }

    LongFunction<JsonNode> longs() {
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return value -> JSON.numberNode(BigDecimal.valueOf(value, decimal.getScale()));
        }
        if (meaning instanceof TimeLogicalTypeAnnotation time) {
            return value -> time(value, time.getUnit());
        }
        if (meaning instanceof TimestampLogicalTypeAnnotation timestamp) {
            return value -> JSON.stringNode(JsonTimes.timestamp(value, timestamp));
        }
        if (meaning instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()) {
            return value ->
                    value >= 0 ? JSON.numberNode(value) : JSON.numberNode(new BigInteger(Long.toUnsignedString(value)));
        }
        return JSON::numberNode;
    }

    Function<Binary, JsonNode> binaries() {
        if (meaning instanceof StringLogicalTypeAnnotation
                || meaning instanceof EnumLogicalTypeAnnotation
                || meaning instanceof JsonLogicalTypeAnnotation) {
            return this::text;
        }
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return value -> decimal(value.getBytesUnsafe(), decimal.getScale());
        }
        if (meaning instanceof UUIDLogicalTypeAnnotation) {
            return JsonValues::uuid;
        }
        if (meaning instanceof Float16LogicalTypeAnnotation) {
            return value -> number(
                    half(value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN).getShort()));
        }
        return value -> JSON.stringNode(Base64.getEncoder().encodeToString(value.getBytesUnsafe()));
    }

    private static JsonNode decimal(byte[] digits, int scale) {
        if (digits.length == 0 || digits.length > LONGEST_DECIMAL) {
            throw new UnreadableValue("a decimal of " + digits.length + " bytes");
        }
        return JSON.numberNode(new BigDecimal(new BigInteger(digits), scale));
    }

    static JsonNode number(float value) {
        return Float.isFinite(value) ? JSON.numberNode(value) : JSON.stringNode(Float.toString(value));
    }

    static JsonNode number(double value) {
        return Double.isFinite(value) ? JSON.numberNode(value) : JSON.stringNode(Double.toString(value));
    }

    static JsonNode int96(Binary value) {
        return JSON.stringNode(JsonTimes.int96(value));
    }

    /** Decodes strictly only where the fast way leaves a replacement character, which may also be in the text itself. */
    private JsonNode text(Binary value) {
        String text = value.toStringUsingUTF8();
        if (text.indexOf('\uFFFD') < 0) {
            return StringNode.valueOf(text);
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(value.toByteBuffer());
            return StringNode.valueOf(text);
        } catch (CharacterCodingException e) {
            throw new UnreadableValue("text that is not UTF-8");
        }
    }

    private JsonNode time(long value, TimeUnit unit) {
        try {
            return JSON.stringNode(JsonTimes.ofDay(value, unit));
        } catch (ArithmeticException | DateTimeException e) {
            throw new UnreadableValue("a time that is not within a day");
        }
    }

    private static JsonNode uuid(Binary value) {
        ByteBuffer bytes = value.toByteBuffer();
        return JSON.stringNode(new UUID(bytes.getLong(), bytes.getLong()).toString());
    }

    /** Widens the 16-bit floating point numbers of IEEE 754, for which Java has no name before 20. */
    private static float half(short bits) {
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        float size = switch (exponent) {
            case 0 -> Math.scalb((float) fraction, -24);
            case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
            default -> Math.scalb((float) (fraction + 0x400), exponent - 25);
        };
        return bits < 0 ? -size : size;
    }
}
