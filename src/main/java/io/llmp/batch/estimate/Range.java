package io.llmp.batch.estimate;

/**
 * A number that is not known exactly: it is probably between two bounds, and where the bounds come from samples, with
 * a probability of 95 %. Sums and products take their parts to be independent of one another.
 *
 * @param low lower bound, at most {@code likely}
 * @param likely the best guess, at least 0
 * @param high upper bound, at least {@code likely}
 */
public record Range(double low, double likely, double high) {
    public Range {
        if (!(low <= likely && likely <= high)) {
            throw new IllegalArgumentException("a range must ascend but was " + low + ", " + likely + ", " + high);
        }
    }

    /** Returns a number that is known. */
    static Range exactly(double number) {
        return new Range(number, number, number);
    }

    /** Returns {@code likely} with the same room to both sides, but never below 0. */
    static Range around(double likely, double room) {
        return new Range(Math.max(0, likely - room), likely, likely + room);
    }

    Range plus(Range other) {
        double sum = likely + other.likely;
        return new Range(
                sum - Math.hypot(likely - low, other.likely - other.low),
                sum,
                sum + Math.hypot(high - likely, other.high - other.likely));
    }

    Range times(double factor) {
        return new Range(low * factor, likely * factor, high * factor);
    }

    Range times(Range other) {
        double product = likely * other.likely;
        double down = Math.hypot((likely - low) * other.likely, (other.likely - other.low) * likely);
        double up = Math.hypot((high - likely) * other.likely, (other.high - other.likely) * likely);
        return new Range(Math.max(0, product - down), product, product + up);
    }
}
