package io.llmp.batch.limit;

/**
 * Spreads a quantity evenly over time: the generic cell rate algorithm (ITU-T I.371), which keeps one number, the time at
 * which all that was taken so far will have been earned. Not safe for use by several threads.
 */
final class Pace {

    /** Lateness of the caller that is made good again, so that a slow timer costs no throughput. */
    static final long TOLERANCE_NANOS = 100_000_000;

    private static final double NANOS_PER_MINUTE = 60e9;
    /** From here on down a provider may hold no more than one unit ready, and then refuses the next when it comes early. */
    private static final double SLOW_PER_MINUTE = 60;

    private double nanosPerUnit;
    private long tolerance;
    private double earnedAt;

    /** Allows {@code perMinute} units a minute, tolerance included, which costs the 0.17 % by which it slows the pace. */
    Pace(double perMinute, long now) {
        change(perMinute);
        this.earnedAt = (double) now;
    }

    /** From now on allows so many units a minute; may be infinite. */
    void change(double perMinute) {
        nanosPerUnit = (NANOS_PER_MINUTE + TOLERANCE_NANOS) / perMinute;
        tolerance = perMinute > SLOW_PER_MINUTE ? TOLERANCE_NANOS : 0;
    }

    /** Returns the earliest time at which something may be taken. */
    long notBefore() {
        return (long) earnedAt - tolerance;
    }

    /** Takes units, each of which is earned in no less than {@code leastNanosPerUnit}. */
    void take(long units, double leastNanosPerUnit, long now) {
        earnedAt = Math.max(earnedAt, (double) now) + units * Math.max(nanosPerUnit, leastNanosPerUnit);
    }

    /** Corrects what an earlier take assumed; negative when it took too much. */
    void correct(long units) {
        earnedAt += units * nanosPerUnit;
    }
}
