package io.llmp.batch.report.html;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The area of a chart in units of its drawing, and the ticks beside it.
 *
 * @param width of the drawing
 * @param top the greatest value, at the upper edge; above 0
 */
record Plot(double width, double top) {

    static final double HEIGHT = 200;
    private static final double LEFT = 52;
    private static final double RIGHT = 10;
    private static final double ABOVE = 12;
    private static final double BELOW = 28;
    private static final int TICKS = 4;

    /** A mark on an axis with its text. */
    record Tick(String at, String text) {}

    /** Returns a plot whose upper edge is a round number that no value exceeds. */
    static Plot of(double width, double greatest) {
        double wanted = greatest > 0 ? greatest : 1;
        double step = step(wanted / TICKS);
        return new Plot(width, step * Math.ceil(wanted / step - 1e-9));
    }

    double left() {
        return LEFT;
    }

    double bottom() {
        return HEIGHT - BELOW;
    }

    /** Returns where a share of the plot's width ends. */
    double x(double share) {
        return LEFT + share * (width - LEFT - RIGHT);
    }

    double y(double value) {
        return bottom() - value / top * (bottom() - ABOVE);
    }

    List<Tick> ticks() {
        List<Tick> ticks = new ArrayList<>();
        double step = step(top / TICKS * (1 - 1e-9));
        for (int i = 0; i * step <= top * (1 + 1e-9); i++) {
            ticks.add(new Tick(number(y(i * step)), label(i * step)));
        }
        return ticks;
    }

    /** Returns the least of 1, 2 and 5 times a power of ten that is at least {@code wanted}. */
    private static double step(double wanted) {
        double power = Math.pow(10, Math.floor(Math.log10(wanted)));
        for (int factor : new int[] {1, 2, 5}) {
            if (factor * power >= wanted) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static String label(double value) {
        if (value >= 10_000) {
            return value >= 1_000_000 ? plain(value / 1_000_000) + "M" : plain(value / 1000) + "k";
        }
        return plain(value);
    }

    private static String plain(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** Returns a coordinate as the drawing takes it. */
    static String number(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }
}
