package io.llmp.batch.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is learned from a provider's throttles: a pause for every call, and the pace at which there are none. Without a
 * throttle it limits nothing.
 *
 * <p>The pace follows what the provider let through in the last minute, which is its limit when it throttled; it then grows
 * until the next throttle. Up to what was let through before, growth follows time ({@link Climb}); beyond that it is slow and
 * follows calls.
 * Throttles of calls that were under way when the pace was last slowed tell nothing new and count as one. Throttles that a
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

    private final SlidingSum passed;
    private final Pace pace;
    private final Climb climb;
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
    private long doneWithoutUntil;
    private long believedUntil;
    private int calm;
    private long lastPause = FIRST_PAUSE_NANOS;
    private int doublings;

    ThrottleHistory(long now) {
        this.passed = new SlidingSum(MINUTE, SLOTS, now);
        this.pace = new Pace(perMinute, now);
        this.climb = new Climb(now);
        this.start = now;
        this.pausedUntil = now;
        this.reactedAt = now;
        this.reactedBefore = now;
        this.grewAt = now;
        this.doneWithoutUntil = now;
        this.believedUntil = now;
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

    /** @param limit requests a minute by another source, or 0 when that is not known */
    void answered(Permit permit, double limit, long now) {
        share -= WEIGHT_OF_NEWEST * share;
        shareOfAll -= LONG_WEIGHT * shareOfAll;
        if (permit.begun() >= reactedBefore) {
            doublings = 0;
        }
        if (permit.begun() < reactedAt) {
            return;
        }
        calm++;
        climb.passed(passed.sum(now));
        if (Double.isInfinite(perMinute)) {
            return;
        }
        grow(now);
        double climbed = climb.pace(perMinute, limit, calm, now);
        if (climbed > perMinute) {
            change(climbed, now);
        }
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
        climb.interrupt(now);
        if (!news) {
            return false;
        }
        climb.failed(perMinute);
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
            if (now - start < MINUTE.toNanos()) {
                climb.guess(seen);
            }
            change(seen, now);
        } else if (perMinute < FUTILE * highest && now >= believedUntil) {
            doneWithoutUntil = now + VERDICT_HOLDS.toNanos();
            change(Double.POSITIVE_INFINITY, now);
        } else {
            double slightly = (chance ? SLIGHTLY_BACKED_OFF : BACKED_OFF) * perMinute;
            change(strong ? Math.min(STRONGLY_BACKED_OFF * perMinute, seen) : slightly, now);
        }
        climb.startFrom(perMinute);
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

    private void change(double to, long now) {
        perMinute = Math.max(LEAST_PER_MINUTE, to);
        pace.change(perMinute);
        grewAt = now;
    }
}
