package io.llmp.batch.limit;

import java.time.Duration;
import java.util.Arrays;

/**
 * The sum of what was taken within a span of time up to now. Counts in slots of time, and counts a slot until all of it has
 * left the span, so the sum is never too small. Not safe for use by several threads.
 */
final class SlidingSum {

    /** Room left for the rounding of sums. */
    private static final double ROUNDING = 1e-6;

    private final long slotNanos;
    private final double[] slots;
    private long newest;
    private double sum;

    /** Looks back over {@code span}, in {@code count} slots. */
    SlidingSum(Duration span, int count, long now) {
        this.slotNanos = span.toNanos() / count;
        this.slots = new double[count + 1];
        this.newest = Math.floorDiv(now, slotNanos);
    }

    /** Adds what was taken {@code at}; has no effect when that has left the span. */
    void add(double amount, long at) {
        advance(at);
        long slot = Math.floorDiv(at, slotNanos);
        if (slot > newest - slots.length) {
            slots[index(slot)] += amount;
            sum += amount;
        }
    }

    double sum(long now) {
        advance(now);
        return sum;
    }

    /** Returns the earliest time from {@code now} on at which the sum is at most {@code room}, if nothing is added. */
    long fallsTo(double room, long now) {
        advance(now);
        double excess = sum - room - ROUNDING;
        if (excess <= 0) {
            return now;
        }
        for (long slot = newest - slots.length + 1; slot <= newest; slot++) {
            excess -= slots[index(slot)];
            if (excess <= 0) {
                return end(slot);
            }
        }
        return end(newest);
    }

    /** Multiplies all that was taken, for when the measure of it changes. */
    void scale(double factor) {
        for (int i = 0; i < slots.length; i++) {
            slots[i] *= factor;
        }
        sum *= factor;
    }

    private void advance(long now) {
        long head = Math.floorDiv(now, slotNanos);
        if (head - newest >= slots.length) {
            Arrays.fill(slots, 0);
            sum = 0;
        }
        for (long slot = Math.max(newest + 1, head - slots.length + 1); slot <= head; slot++) {
            sum -= slots[index(slot)];
            slots[index(slot)] = 0;
        }
        newest = Math.max(newest, head);
    }

    private long end(long slot) {
        return (slot + slots.length) * slotNanos;
    }

    private int index(long slot) {
        return (int) Math.floorMod(slot, (long) slots.length);
    }
}
