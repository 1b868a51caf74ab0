package io.llmp.batch.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How values are spread, in memory that does not grow with their number: they are counted in buckets whose width is at most
 * 1/128 of the value. Whole numbers up to 256 are exact, and so are count, mean, least and greatest. Not safe for use by
 * many threads.
 */
public final class Distribution {

    /** Keeps sign, exponent and seven bits of the mantissa. */
    private static final int DROPPED_BITS = 45;

    private static final double TAIL = 0.99;

    private final TreeMap<Integer, long[]> buckets = new TreeMap<>();
    private long count;
    private double sum;
    private double squares;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private boolean whole = true;

    /**
     * The values from {@code from} up to, but without, {@code to}.
     *
     * @param to positive infinity for all that are greater
     */
    public record Bar(double from, double to, long count) {}

    void add(double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        buckets.computeIfAbsent(bucket(value), key -> new long[1])[0]++;
        count++;
        sum += value;
        squares += value * value;
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
        whole &= value == Math.rint(value);
    }

    void add(long value) {
        add((double) value);
    }

    public long count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Whether all values are whole numbers. */
    public boolean isWhole() {
        return whole;
    }

    /** The mean, 0 without values. */
    public double mean() {
        return count == 0 ? 0 : sum / count;
    }

    /** The standard deviation, 0 without values. */
    public double deviation() {
        return count == 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean() * mean()));
    }

    /** The least value, 0 without values. */
    public double least() {
        return count == 0 ? 0 : least;
    }

    /** The greatest value, 0 without values. */
    public double greatest() {
        return count == 0 ? 0 : greatest;
    }

    /**
     * Returns the value that a share of all values does not exceed, 0 without values.
     *
     * @param share 0.5 for the median
     */
    public double quantile(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * count));
        long seen = 0;
        for (Map.Entry<Integer, long[]> bucket : buckets.entrySet()) {
            seen += bucket.getValue()[0];
            if (seen >= rank) {
                return Math.min(greatest, Math.max(least, middle(bucket.getKey())));
            }
        }
        return 0;
    }

    /**
     * Returns bars of one round width from the least value to the 99th percentile, and where there are greater values one
     * more for those.
     *
     * @param most how many bars to give at most, about
     */
    public List<Bar> bars(int most) {
        List<Bar> bars = new ArrayList<>();
        if (count == 0) {
            return bars;
        }
        double step = step((quantile(TAIL) - least) / most);
        long first = (long) Math.floor(least / step);
        long[] counts = new long[(int) ((long) Math.floor(quantile(TAIL) / step) - first) + 1];
        long beyond = 0;
        for (Map.Entry<Integer, long[]> bucket : buckets.entrySet()) {
            double middle = Math.min(greatest, Math.max(least, middle(bucket.getKey())));
            int bar = (int) Math.min(counts.length, (long) Math.floor(middle / step) - first);
            if (bar < counts.length) {
                counts[bar] += bucket.getValue()[0];
            } else {
                beyond += bucket.getValue()[0];
            }
        }
        for (int i = 0; i < counts.length; i++) {
            bars.add(new Bar((first + i) * step, (first + i + 1) * step, counts[i]));
        }
        if (beyond > 0) {
            bars.add(new Bar((first + counts.length) * step, Double.POSITIVE_INFINITY, beyond));
        }
        return bars;
    }

    /** Returns the least of 1, 2 and 5 times a power of ten that is at least {@code wanted}; of whole numbers at least 1. */
    private double step(double wanted) {
        if (whole && wanted <= 1) {
            return 1;
        }
        if (wanted <= 0) {
            return least == 0 ? 1 : Math.abs(least);
        }
        double power = Math.pow(10, Math.floor(Math.log10(wanted)));
        for (int factor : new int[] {1, 2, 5}) {
            if (factor * power >= wanted) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** Greater values have greater buckets. */
    private static int bucket(double value) {
        int magnitude = (int) (Double.doubleToLongBits(Math.abs(value)) >>> DROPPED_BITS);
        return value < 0 ? -magnitude - 1 : magnitude;
    }

    private double middle(int bucket) {
        int magnitude = bucket < 0 ? -bucket - 1 : bucket;
        double low = Double.longBitsToDouble((long) magnitude << DROPPED_BITS);
        double high = Double.longBitsToDouble((long) (magnitude + 1) << DROPPED_BITS);
        double middle = whole ? (high - low <= 1 ? Math.ceil(low) : Math.rint((low + high) / 2)) : (low + high) / 2;
        return bucket < 0 ? -middle : middle;
    }
}
