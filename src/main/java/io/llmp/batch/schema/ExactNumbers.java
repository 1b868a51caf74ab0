package io.llmp.batch.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;

/** Exact numbers from text, bounded so that no text makes arithmetic expensive. */
public final class ExactNumbers {

    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:[0-9]{1,400}(?:\\.[0-9]{0,400})?|\\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,3})?");

    private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

    private ExactNumbers() {}

    /** Returns the number that {@code text} spells in decimal digits, to the last digit, or null when it spells none. */
    public static @Nullable BigDecimal decimal(String text) {
        return DECIMAL.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    /** Returns the shortest decimal that means {@code value}; Java 17 and 25 spell some doubles differently. */
    public static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < 17; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() == value) {
                return rounded;
            }
        }
        return exact.round(new MathContext(17));
    }

    /** Returns {@code number} as the node that reading what JSON writes for it gives: an integer if it has no fraction to write. */
    public static JsonNode node(BigDecimal number) {
        return number.scale() == 0 ? node(number.unscaledValue()) : DecimalNode.valueOf(number);
    }

    /** Returns the node that reading {@code integer} from JSON gives. */
    public static JsonNode node(BigInteger integer) {
        if (integer.compareTo(MIN_LONG) < 0 || integer.compareTo(MAX_LONG) > 0) {
            return BigIntegerNode.valueOf(integer);
        }
        long value = integer.longValue();
        return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }
}
