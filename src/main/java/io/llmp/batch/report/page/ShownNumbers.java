package io.llmp.batch.report.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats numbers and times for display. */
final class ShownNumbers {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.ROOT);
    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);
    private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_UP);

    private ShownNumbers() {}

    /** {@code 1,234,567}. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Three digits, and the whole part: {@code 12,345}, {@code 3.14}, {@code 0.0271}. */
    static String number(double value) {
        if (Math.abs(value) >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return new BigDecimal(value).round(THREE_DIGITS).stripTrailingZeros().toPlainString();
    }

    static String percent(double share) {
        if (share > 0 && share < 0.001) {
            return "< 0.1 %";
        }
        return share > 0.999 && share < 1 ? "> 99.9 %" : String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    /** A share of a whole that may be nothing. */
    static String percent(long part, long whole) {
        return whole == 0 ? "–" : percent((double) part / whole);
    }

    /** Cents from a dollar on, below it four digits. */
    static String dollars(BigDecimal cost) {
        return "$"
                + (cost.abs().compareTo(BigDecimal.ONE) >= 0
                        ? String.format(Locale.ROOT, "%,.2f", cost)
                        : cost.round(FOUR_DIGITS).stripTrailingZeros().toPlainString());
    }

    static String millis(long millis) {
        return millis((double) millis);
    }

    static String millis(double millis) {
        if (millis < 1000) {
            return number(millis) + " ms";
        }
        return millis < 60_000 ? number(millis / 1000) + " s" : span(Duration.ofMillis((long) millis));
    }

    /** {@code 0.4 s}, {@code 3 min 5 s} or {@code 2 h 10 min}. */
    static String span(Duration span) {
        if (span.toMinutes() < 1) {
            return String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0);
        }
        return span.toHours() < 1
                ? span.toMinutes() + " min " + span.toSecondsPart() + " s"
                : span.toHours() + " h " + span.toMinutesPart() + " min";
    }

    static String time(@Nullable Instant instant, ZoneId zone) {
        return instant == null ? "–" : TIME.format(instant.atZone(zone));
    }

    /** {@code INVALID_OUTPUT} as {@code invalid output}. */
    static String plain(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
