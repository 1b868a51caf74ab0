package io.llmp.batch.simulator.limit;

/**
 * One limit over time. What was used is a debt that is paid off at a steady rate, and something passes when the debt stays
 * within the burst. Something larger than the burst passes when there is no debt, so the long-run rate holds for any size.
 * Owns no clock; for use under a lock, with times that do not go back.
 */
public final class Quota {

    private final double periodNanos;
    private int limit;
    private double burst;
    private double debt;
    private long paidAt;
    private double used;
    private double allowed;

    /**
     * @param limit how much is allowed in a period
     * @param burst how much of it at once
     */
    public Quota(int limit, long periodNanos, double burst, long now) {
        this.periodNanos = periodNanos;
        this.limit = limit;
        this.burst = burst;
        paidAt = now;
    }

    /**
     * What is left of it.
     *
     * @param remaining at least 0
     * @param fullInNanos when all of it will be there again
     */
    public record Level(int limit, int remaining, long fullInNanos) {}

    void change(int newLimit, double newBurst, long now) {
        pay(now);
        limit = newLimit;
        burst = newBurst;
    }

    /** Returns the nanoseconds from {@code now} until {@code amount} may pass; 0 when it may now. */
    public long nanosUntil(int amount, long now) {
        pay(now);
        return nanosToPay(debt + Math.min(amount, burst) - burst);
    }

    public void take(int amount, long now) {
        pay(now);
        debt += amount;
        used += amount;
    }

    /** Counts what is used and allowed from {@code now} on. */
    void forgetUse(long now) {
        pay(now);
        used = 0;
        allowed = 0;
    }

    Level level(long now) {
        pay(now);
        return new Level(limit, (int) Math.max(0, limit - debt), nanosToPay(debt));
    }

    public int limit() {
        return limit;
    }

    /** What passed so far. */
    public double used() {
        return used;
    }

    /** What the limit allowed from the first call of any method here, or the last to forget, to the last; without the burst. */
    public double allowed() {
        return allowed;
    }

    private long nanosToPay(double owed) {
        // A billionth is the rounding left over from adding up small payments.
        return owed <= 1e-9 ? 0 : (long) Math.ceil((owed - 1e-9) * periodNanos / limit);
    }

    private void pay(long now) {
        if (now <= paidAt) {
            // Another thread, which read the clock later, was here first.
            return;
        }
        double paid = (now - paidAt) * limit / periodNanos;
        debt = Math.max(0, debt - paid);
        allowed += paid;
        paidAt = now;
    }
}
