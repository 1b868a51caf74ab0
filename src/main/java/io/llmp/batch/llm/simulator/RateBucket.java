package io.llmp.batch.llm.simulator;

/**
 * A bucket that fills at a steady rate up to a small capacity and is emptied by use. Something larger than the capacity
 * passes when the bucket is full and leaves it in debt, so the long-run rate holds for any size. Owns no clock; for use
 * under a lock.
 */
final class RateBucket {

    private static final double MINUTE = 60e9;

    private final int perMinute;
    private final double capacity;
    private double level;
    private long filledAt;

    RateBucket(int perMinute, double capacity, long now) {
        this.perMinute = perMinute;
        this.capacity = capacity;
        level = capacity;
        filledAt = now;
    }

    int perMinute() {
        return perMinute;
    }

    /** Returns the nanoseconds from {@code now} until {@code amount} may pass; 0 when it may now. */
    long nanosUntil(int amount, long now) {
        fill(now);
        return nanosToFill(Math.min(amount, capacity));
    }

    void take(int amount, long now) {
        fill(now);
        level -= amount;
    }

    /** What is left at {@code now}, at least 0. */
    int remaining(long now) {
        fill(now);
        return (int) Math.max(0, level);
    }

    long nanosUntilFull(long now) {
        fill(now);
        return nanosToFill(capacity);
    }

    private long nanosToFill(double wanted) {
        // A billionth is the rounding left over from adding up small fills.
        double missing = wanted - level - 1e-9;
        return missing <= 0 ? 0 : (long) Math.ceil(missing * MINUTE / perMinute);
    }

    private void fill(long now) {
        level = Math.min(capacity, level + (now - filledAt) * perMinute / MINUTE);
        filledAt = now;
    }
}
