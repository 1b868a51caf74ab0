package io.llmp.batch.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is learned from a provider's throttles: a pause for every call, and the pace at which there are none. Without a
 * throttle it limits nothing.
 *
 * <p>The pace follows what the provider let through in the last minute, which is its limit when it throttled; it then grows
 * until the next throttle. Up to what was let through before, growth follows time, as CUBIC's does (RFC 9438, section 4.2),
 * because whoever used up the limit beside this run may have left: after some seconds without a throttle the pace climbs
 * back within ten more, and to a known limit where there is one. In its first minute a run has not seen what a minute lets
 * through, so that it goes by what its seconds let through. A climb that is throttled is tried again after twice that time, up to five minutes; well below
 * that pace already once two hundred calls were answered for each that was refused. So few calls are refused where the limit
 * has become less, and a fast pace is back soon. Beyond what was ever let through, growth is slow and follows calls.
 * Throttles of calls that were under way when the pace was last slowed tell nothing new and count as one. ThrottleHistory that a
 * slower pace does not lessen have another cause, and lift it again. Not safe for use by several threads.
 */
final class ThrottleHistory {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int SLOTS = 600;
    /** First pause when the provider names none; doubles as long as nothing is answered after it, up to 16 s. */
    private static final long FIRST_PAUSE_NANOS = 250_000_000;

    private static final int MOST_DOUBLINGS = 6;
    /** A span shorter than this says little about a pace. */
    private static final long SHORTEST_SPAN_NANOS = 50_000_000;

    private static final double BACKED_OFF = 0.95;
    /** For when limits are known and kept, so that a single throttle is chance: an answer was longer than foreseen. */
    private static final double SLIGHTLY_BACKED_OFF = 0.99;

    /** Answers since the last throttle, from which another is chance where limits are known. */
    private static final int CALM_BEFORE_CHANCE = 400;

    private static final double STRONGLY_BACKED_OFF = 0.8;
    /** Share of throttles among the last calls from which the pace is well above the limit. */
    private static final double STRONG = 0.35;

    /** Share from which calls that were throttled before are not alone in it, where few are let through. */
    private static final double NEARLY_ALL = 0.8;

    private static final int FEW_PASSED = 20;

    private static final double WEIGHT_OF_NEWEST = 1 / 8.0;
    /** Weight of the newest in the share of all, which is to tell of more than a burst. */
    private static final double LONG_WEIGHT = 1 / 64.0;
    /** Growth for each call, so that there are some 150 calls from one throttle to the next. */
    private static final double GROWTH_PER_CALL = 1 / 4000.0;

    /** Growth for each time of the last pause, so that pauses take up some 5 % of the time. */
    private static final double GROWTH_PER_PAUSE = 0.00125;

    private static final double CALM_PAUSES = 20;
    /** Bounds of the pauses that growth goes by. */
    private static final long SHORTEST_PAUSE_NANOS = 5_000_000;

    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;
    private static final double MOST_GROWTH_PER_SECOND = 0.05;
    /** Answers after which growth is four times as fast. */
    private static final double CALM_CALLS = 100;

    /** Time without a throttle after which the pace climbs back to what was let through before; doubles with each failure. */
    private static final Duration FIRST_HOLD = Duration.ofSeconds(8);

    private static final long NEVER = Long.MAX_VALUE;
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(5);
    /** Answers for each refusal, after which another climb costs no more than one call in two hundred. */
    private static final int ANSWERS_FOR_A_REFUSAL = 200;
    /** Part of the best pace below which an earlier climb is worth its refusals. */
    private static final double WELL_BELOW = 0.8;

    /** How long a climb takes: long enough for its throttles to be few, which come within a call's time. */
    private static final Duration CLIMB = Duration.ofSeconds(10);
    /** Time at the pace of before without a throttle, after which what slowed it is over. */
    private static final Duration SETTLED = Duration.ofSeconds(30);

    /** Part of its highest value to which the pace may fall; if there are still throttles, they have another cause. */
    private static final double FUTILE = 0.2;

    /** Pauses in a row after which a throttle says that nothing is let through, rather than that the pace is too high. */
    private static final int ROUNDS_THAT_TELL = 3;

    /** Calls let through in the last minute without which there is no pace to speak of, only a pause. */
    private static final int LEAST_PASSED = 5;

    /** The slowest pace, so that the next call is never far away. */
    private static final double LEAST_PER_MINUTE = 6;

    /** How long a pace is done without after it did not help, or believed in after its lack did harm. */
    private static final Duration VERDICT_HOLDS = Duration.ofMinutes(5);
    /** Share of throttles that shows that a pace was done without wrongly. */
    private static final double OVERRUN = 0.5;

    private final Window passed;
    private final Pace pace;
    private final long start;
    private double perMinute = Double.POSITIVE_INFINITY;
    private double share;
    /** Share of throttles among the last calls, with those that say nothing of others. */
    private double shareOfAll;

    private long pausedUntil;
    private long reactedAt;
    private long reactedBefore;
    private long grewAt;
    private double highest;
    /** The most calls that were let through in a minute. */
    private double best;
    /** What a minute would have let through by the first seconds of a run that was throttled in them. */
    private double guessed;
    /** Where the next climb begins: the pace after the last throttle that changed it. */
    private double climbsFrom;

    private long throttledAt;
    private long hold = FIRST_HOLD.toNanos();
    private boolean climbing;
    /** From when the pace may climb; {@link #NEVER} while it is not time for that. */
    private long climbBegan = NEVER;

    /** Throttles since the last climb began. */
    private int refusals;

    private long doneWithoutUntil;
    private long believedUntil;
    private int calm;
    private long lastPause = FIRST_PAUSE_NANOS;
    private int doublings;

    ThrottleHistory(long now) {
        this.passed = new Window(MINUTE, SLOTS, now);
        this.pace = new Pace(perMinute, now);
        this.start = now;
        this.pausedUntil = now;
        this.reactedAt = now;
        this.reactedBefore = now;
        this.grewAt = now;
        this.doneWithoutUntil = now;
        this.believedUntil = now;
        this.throttledAt = now;
    }

    long pausedUntil() {
        return pausedUntil;
    }

    /** Returns the earliest time that the learned pace allows for the next call. */
    long notBefore() {
        return pace.notBefore();
    }

    void begun(long now) {
        passed.add(1, now);
        pace.take(1, 0, now);
    }

    /** @param known requests a minute by another source, or 0 */
    void answered(Permit permit, double known, long now) {
        share -= WEIGHT_OF_NEWEST * share;
        shareOfAll -= LONG_WEIGHT * shareOfAll;
        if (permit.begun() >= reactedBefore) {
            doublings = 0;
        }
        if (permit.begun() < reactedAt) {
            return;
        }
        calm++;
        best = Math.max(best, passed.sum(now));
        if (Double.isInfinite(perMinute)) {
            return;
        }
        grow(now);
        climb(known, now);
    }

    /**
     * Takes note of a throttle of a call that was throttled before, while others were answered.
     *
     * @return whether it says nothing of the others; not where nearly all are throttled, so that each has its turn
     */
    boolean throttledAlone(Permit permit, long now) {
        if (shareOfAll > NEARLY_ALL && now - start > MINUTE.toNanos() && passed.sum(now) < FEW_PASSED) {
            return false;
        }
        shareOfAll += LONG_WEIGHT * (1 - shareOfAll);
        passed.add(-1, permit.begun());
        return true;
    }

    /**
     * Pauses and slows every call.
     *
     * @param repeated whether the same call was throttled several times before, which says no more of the pace
     * @param known whether limits are known, and kept, from another source
     * @return whether calls come far too fast, which was not known before
     */
    boolean throttled(Permit permit, @Nullable Duration wait, boolean repeated, boolean known, long now) {
        passed.add(-1, permit.begun());
        share += repeated ? 0 : WEIGHT_OF_NEWEST * (1 - share);
        shareOfAll += LONG_WEIGHT * (1 - shareOfAll);
        boolean news = permit.begun() >= reactedAt;
        long pause = wait != null ? wait.toNanos() : news ? FIRST_PAUSE_NANOS << doublings : 0;
        pausedUntil = Math.max(pausedUntil, now + pause);
        throttledAt = now;
        refusals++;
        climbBegan = NEVER;
        if (!news) {
            return false;
        }
        if (climbing) {
            climbing = false;
            hold = Math.min(2 * hold, LONGEST_HOLD.toNanos());
            // The guess was too high, or the stranger is still there: one cannot be told from the other.
            guessed = (guessed + perMinute) / 2;
        }
        reactedBefore = reactedAt;
        reactedAt = now;
        doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
        lastPause = Math.max(SHORTEST_PAUSE_NANOS, Math.min(pause, LONGEST_PAUSE_NANOS));
        boolean chance = known && calm >= CALM_BEFORE_CHANCE;
        calm = 0;
        boolean doneWithout = now < doneWithoutUntil && share < OVERRUN;
        boolean closed = wait == null && doublings > ROUNDS_THAT_TELL;
        if (doneWithout || repeated || closed || passed.sum(now) < LEAST_PASSED) {
            return false;
        }
        boolean strong = share > STRONG;
        slowDown(strong, chance, pause, now);
        return strong;
    }

    private void slowDown(boolean strong, boolean chance, long pause, long now) {
        double seen = BACKED_OFF * passedPerMinute(pause, now);
        if (Double.isInfinite(perMinute)) {
            believedUntil = now < doneWithoutUntil ? now + VERDICT_HOLDS.toNanos() : believedUntil;
            doneWithoutUntil = now;
            highest = seen;
            guessed = now - start < MINUTE.toNanos() ? seen : guessed;
            change(seen, now);
        } else if (perMinute < FUTILE * highest && now >= believedUntil) {
            doneWithoutUntil = now + VERDICT_HOLDS.toNanos();
            change(Double.POSITIVE_INFINITY, now);
        } else {
            double slightly = (chance ? SLIGHTLY_BACKED_OFF : BACKED_OFF) * perMinute;
            change(strong ? Math.min(STRONGLY_BACKED_OFF * perMinute, seen) : slightly, now);
        }
        climbsFrom = perMinute;
    }

    /**
     * What was let through has to last until the pause is over; but no longer back than a minute is of interest. A few calls
     * say little, so that one deviation of their number is added.
     */
    private double passedPerMinute(long pause, long now) {
        long span = Math.max(SHORTEST_SPAN_NANOS, Math.min(MINUTE.toNanos(), now - start + pause));
        double calls = Math.max(0, passed.sum(now));
        return (calls + Math.sqrt(calls)) * MINUTE.toNanos() / span;
    }

    private void grow(long now) {
        double pauses = (now - grewAt) / (double) lastPause;
        double pausesSince = (now - reactedAt) / (double) lastPause;
        double ease = 1 + Math.min(1, Math.min(calm / CALM_CALLS, pausesSince / CALM_PAUSES));
        double growth = Math.min(GROWTH_PER_CALL, GROWTH_PER_PAUSE * pauses) * ease * ease;
        change(perMinute * (1 + Math.min(growth, MOST_GROWTH_PER_SECOND * (now - grewAt) / 1e9)), now);
        highest = Math.max(highest, perMinute);
        boolean bindsNothing = perMinute > 4 * passed.sum(now);
        if (bindsNothing && now - reactedAt > MINUTE.toNanos()) {
            change(Double.POSITIVE_INFINITY, now);
        }
    }

    /** Goes back to what was let through before, or to a known limit, in the time of a climb. */
    private void climb(double known, long now) {
        if (climbBegan == NEVER) {
            climbBegan = isTimeToClimb(now) ? now : NEVER;
            return;
        }
        if (Double.isInfinite(perMinute)) {
            return;
        }
        long climbed = now - climbBegan;
        double part = Math.min(1, climbed / (double) CLIMB.toNanos());
        // Slowly at first, so that a limit that is still low is met at a pace little above it.
        double back = climbsFrom + part * part * (Math.max(known, Math.max(best, guessed)) - climbsFrom);
        if (back > perMinute) {
            refusals = climbing ? refusals : 0;
            climbing = true;
            change(back, now);
        }
        if (climbed > CLIMB.plus(SETTLED).toNanos()) {
            climbing = false;
            hold = FIRST_HOLD.toNanos();
        }
    }

    private boolean isTimeToClimb(long now) {
        long calmFor = now - throttledAt;
        boolean isPaidFor = calm >= (long) ANSWERS_FOR_A_REFUSAL * refusals && climbsFrom < WELL_BELOW * best;
        return calmFor >= hold || (isPaidFor && calmFor >= FIRST_HOLD.toNanos());
    }

    private void change(double to, long now) {
        perMinute = Math.max(LEAST_PER_MINUTE, to);
        pace.change(perMinute);
        grewAt = now;
    }
}
