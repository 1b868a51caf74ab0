package io.llmp.batch.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Formats numbers for reports. */
final class ReportNumbers {

    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    private ReportNumbers() {}

    /** At least the whole part, and at least three digits: {@code 12345}, {@code 3.14}, {@code 0.0271}. */
    static String round(double value) {
        BigDecimal exact = BigDecimal.valueOf(value);
        BigDecimal rounded =
                Math.abs(value) >= 100 ? exact.setScale(0, RoundingMode.HALF_UP) : exact.round(THREE_DIGITS);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
