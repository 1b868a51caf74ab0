package io.llmp.batch.limit;

import java.time.Duration;

/**
 * The way back of a pace that was slowed. Up to what was let through before, it follows time, as CUBIC's does (RFC 9438, section
 * 4.2), because whoever used up the limit beside this run may have left: after some seconds without a throttle the pace climbs
 * back within ten more, and to a known limit where there is one. In its first minute a run has not seen what a minute lets
 * through, so that it goes by what its seconds let through. A climb that is throttled is tried again after twice that time, up to
 * five minutes; well below that pace already once two hundred calls were answered for each that was refused. So few calls are
 * refused where the limit has become less, and a fast pace is back soon. Not safe for use by several threads.
 */
final class Climb {

    /** Time without a throttle after which a climb begins; doubles with each failure. */
    private static final Duration FIRST_HOLD = Duration.ofSeconds(8);

    private static final Duration LONGEST_HOLD = Duration.ofMinutes(5);
    /** Answers for each refusal, after which another climb costs no more than one call in two hundred. */
    private static final int ANSWERS_FOR_A_REFUSAL = 200;
    /** Part of the best pace below which an earlier climb is worth its refusals. */
    private static final double WELL_BELOW = 0.8;

    /** How long a climb takes: long enough for its throttles to be few, which come within a call's time. */
    private static final Duration LENGTH = Duration.ofSeconds(10);
    /** Time at the pace of before without a throttle, after which what slowed it is over. */
    private static final Duration SETTLED = Duration.ofSeconds(30);

    private static final long NEVER = Long.MAX_VALUE;

    /** The most calls that were let through in a minute. */
    private double best;
    /** What a minute would have let through by the first seconds of a run that was throttled in them. */
    private double guessed;
    /** Where the next climb begins: the pace after the last throttle that changed it. */
    private double from;

    private long throttledAt;
    private long hold = FIRST_HOLD.toNanos();
    private boolean climbing;
    /** From when the pace may climb; {@link #NEVER} while it is not time for that. */
    private long began = NEVER;

    /** Throttles since the last climb began. */
    private int refusals;

    Climb(long now) {
        this.throttledAt = now;
    }

    /** So many calls were let through in the last minute. */
    void passed(double inAMinute) {
        best = Math.max(best, inAMinute);
    }

    /** The seconds of a young run let through so many calls a minute. */
    void guess(double perMinute) {
        guessed = perMinute;
    }

    /** The pace was slowed to this. */
    void startFrom(double perMinute) {
        from = perMinute;
    }

    /** A call was throttled. */
    void interrupt(long now) {
        throttledAt = now;
        refusals++;
        began = NEVER;
    }

    /** Calls come too fast at {@code perMinute}: if that is for a climb, the next one waits longer. */
    void failed(double perMinute) {
        if (climbing) {
            climbing = false;
            hold = Math.min(2 * hold, LONGEST_HOLD.toNanos());
            // The guess was too high, or the stranger is still there: one cannot be told from the other.
            guessed = (guessed + perMinute) / 2;
        }
    }

    /**
     * Returns the pace that a climb has reached; {@code perMinute} while it is no higher.
     *
     * @param limit requests a minute by another source, or 0 when that is not known
     * @param calm answers since the last throttle
     */
    double pace(double perMinute, double limit, int calm, long now) {
        if (began == NEVER) {
            began = isTime(calm, now) ? now : NEVER;
            return perMinute;
        }
        if (Double.isInfinite(perMinute)) {
            return perMinute;
        }
        long climbed = now - began;
        double part = Math.min(1, climbed / (double) LENGTH.toNanos());
        // Slowly at first, so that a limit that is still low is met at a pace little above it.
        double back = from + part * part * (Math.max(limit, Math.max(best, guessed)) - from);
        if (back > perMinute) {
            refusals = climbing ? refusals : 0;
            climbing = true;
        }
        if (climbed > LENGTH.plus(SETTLED).toNanos()) {
            climbing = false;
            hold = FIRST_HOLD.toNanos();
        }
        return Math.max(perMinute, back);
    }

    private boolean isTime(int calm, long now) {
        long calmFor = now - throttledAt;
        boolean isPaidFor = calm >= (long) ANSWERS_FOR_A_REFUSAL * refusals && from < WELL_BELOW * best;
        return calmFor >= hold || (isPaidFor && calmFor >= FIRST_HOLD.toNanos());
    }
}
