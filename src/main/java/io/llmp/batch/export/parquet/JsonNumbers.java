package io.llmp.batch.export.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import tools.jackson.databind.JsonNode;

/** Numbers from JSON; an unchecked exception for those a type cannot hold. */
final class JsonNumbers {

    private static final int LONGEST_INTEGER = 20;

    /** Digits of a decimal, which are those that JSON is read with. */
    private static final int MOST_DIGITS = 1_000;

    private static final int HALF_NAN = 0x7e00;
    private static final int HALF_INFINITY = 0x7c00;
    private static final int HALF_FRACTION_BITS = 10;
    private static final int HALF_LEAST_EXPONENT = -14;

    private JsonNumbers() {}

    /** Returns an integer of {@code bits} bits, one without a sign as the signed one that has its bits. */
    static long integer(JsonNode value, int bits, boolean signed) {
        BigInteger number = scaled(value, 0, LONGEST_INTEGER);
        if (signed ? number.bitLength() >= bits : number.signum() < 0 || number.bitLength() > bits) {
            throw new ArithmeticException("more than " + bits + " bits");
        }
        return number.longValue();
    }

    /**
     * Returns the digits of a decimal. Files hold decimals of more digits than they declare; the bytes of the type decide what
     * it can hold.
     */
    static BigInteger unscaled(JsonNode value, DecimalLogicalTypeAnnotation decimal) {
        return scaled(value, decimal.getScale(), MOST_DIGITS);
    }

    /** Looks at the size before it writes the digits out: a number like 1e999999999 has too many of them. */
    private static BigInteger scaled(JsonNode value, int scale, int precision) {
        BigDecimal number = number(value).stripTrailingZeros();
        if (number.signum() == 0) {
            return BigInteger.ZERO;
        }
        if (number.scale() > scale || (long) number.precision() - number.scale() > precision - scale) {
            throw new ArithmeticException("too many digits");
        }
        return number.setScale(scale).unscaledValue();
    }

    static Binary binary(BigInteger unscaled, PrimitiveType type) {
        byte[] bytes = unscaled.toByteArray();
        if (type.getPrimitiveTypeName() != PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY) {
            return Binary.fromConstantByteArray(bytes);
        }
        int padding = type.getTypeLength() - bytes.length;
        if (padding < 0) {
            throw new ArithmeticException("too many bytes");
        }
        byte[] fixed = new byte[type.getTypeLength()];
        Arrays.fill(fixed, 0, padding, (byte) (unscaled.signum() < 0 ? -1 : 0));
        System.arraycopy(bytes, 0, fixed, padding, bytes.length);
        return Binary.fromConstantByteArray(fixed);
    }

    static float toFloat(JsonNode value) {
        if (value.isString()) {
            return (float) unreal(value.stringValue());
        }
        float result = number(value).floatValue();
        if (Float.isInfinite(result)) {
            throw new ArithmeticException("too large");
        }
        return result == 0 && isNegativeZero(value) ? -0f : result;
    }

    /** Returns the 16-bit floating point number of IEEE 754 that has this value, little-endian. */
    static Binary half(float value) {
        float size = Math.abs(value);
        int bits;
        if (Float.isNaN(value)) {
            bits = HALF_NAN;
        } else if (Float.isInfinite(value)) {
            bits = HALF_INFINITY;
        } else {
            int exponent = Math.max(Math.getExponent(size), HALF_LEAST_EXPONENT);
            float fraction = Math.scalb(size, HALF_FRACTION_BITS - exponent);
            bits = ((exponent - HALF_LEAST_EXPONENT) << HALF_FRACTION_BITS) + (int) fraction;
            if (fraction != (int) fraction || bits >= HALF_INFINITY) {
                throw new ArithmeticException("not a number of 16 bits");
            }
        }
        int sign = (Float.floatToRawIntBits(value) >>> Short.SIZE) & 0x8000;
        return Binary.fromConstantByteArray(new byte[] {(byte) bits, (byte) ((sign | bits) >> Byte.SIZE)});
    }

    static double toDouble(JsonNode value) {
        if (value.isString()) {
            return unreal(value.stringValue());
        }
        if (value.isDouble()) {
            return value.doubleValue();
        }
        double result = number(value).doubleValue();
        if (Double.isInfinite(result)) {
            throw new ArithmeticException("too large");
        }
        return result;
    }

    private static boolean isNegativeZero(JsonNode value) {
        return (value.isDouble() || value.isFloat()) && 1 / value.doubleValue() == Double.NEGATIVE_INFINITY;
    }

    private static double unreal(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new IllegalArgumentException("not a number");
        };
    }

    private static BigDecimal number(JsonNode value) {
        if (!value.isNumber()) {
            throw new IllegalArgumentException("not a number");
        }
        return value.decimalValue();
    }
}
