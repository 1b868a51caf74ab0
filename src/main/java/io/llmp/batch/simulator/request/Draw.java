package io.llmp.batch.simulator.request;

/** A stream of numbers that look random and depend on nothing but the key it starts from. For use by one thread. */
public final class Draw {

    private static final long STEP = 0x9E3779B97F4A7C15L;

    private long state;

    public Draw(long key) {
        state = key;
    }

    /** Spreads the bits of {@code value} over all 64 (the finalizer of SplitMix64). */
    public static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Makes one key of two. */
    public static long mix(long first, long second) {
        return mix(first * STEP + mix(second + STEP));
    }

    public long next() {
        state += STEP;
        return mix(state);
    }

    /** A number from 0 (inclusive) to 1 (exclusive). */
    public double uniform() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /** A whole number from 0 (inclusive) to {@code bound} (exclusive). */
    public int below(int bound) {
        return (int) (uniform() * bound);
    }

    /** A number of the standard normal distribution. */
    public double gaussian() {
        return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    }
}
