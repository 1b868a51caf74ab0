package io.llmp.batch.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The limit on one quantity a minute: spread evenly, never above it in any minute, and as the provider says it is. What the
 * user configured is an upper bound on what the provider reports. Not safe for use by several threads.
 */
final class Rate {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Slots of 100 ms, as long as the tolerance of {@link Pace}, so that neither holds up the other. */
    private static final int SLOTS = 600;

    private static final double NANOS_PER_MINUTE = MINUTE.toNanos();

    /** A window that is far from over after a minute is one of hours or a day, whatever its header is called (as Groq's). */
    private static final Duration LONGEST_MINUTE = Duration.ofSeconds(90);

    private double configured = Double.POSITIVE_INFINITY;
    private double reportedPerMinute = Double.POSITIVE_INFINITY;
    private final SlidingSum taken;
    private final Pace pace;
    private double perMinute;
    private double left;
    private long leftUntil;
    private long usedUpUntil;

    Rate(@Nullable Integer configured, long now) {
        this.taken = new SlidingSum(MINUTE, SLOTS, now);
        this.pace = new Pace(Double.POSITIVE_INFINITY, now);
        this.leftUntil = now;
        this.usedUpUntil = now;
        configure(configured);
    }

    /** From now on the user allows so many units a minute, null for any number; what was taken before counts in full. */
    void configure(@Nullable Integer units) {
        configured = units == null ? Double.POSITIVE_INFINITY : units;
        perMinute = Math.min(configured, reportedPerMinute);
        pace.change(perMinute);
    }

    /** Returns the earliest time at which {@code units} may be taken. More than a minute's worth goes when it goes alone. */
    long notBefore(long units, long now) {
        if (now < leftUntil && units > left) {
            return leftUntil;
        }
        return Math.max(pace.notBefore(), taken.fallsTo(perMinute - Math.min((double) units, perMinute), now));
    }

    /** Returns until when a quota longer than a minute is used up; not after now when none is. */
    long usedUpUntil() {
        return usedUpUntil;
    }

    boolean isLimited() {
        return !Double.isInfinite(perMinute);
    }

    /** Units a minute; infinite without a limit. */
    double perMinute() {
        return perMinute;
    }

    boolean exceedsAMinute(long units) {
        return units > perMinute;
    }

    void take(long units, long now) {
        double spread = now < leftUntil ? (leftUntil - now) / Math.max(left, 1) : 0;
        pace.take(units, spread, now);
        taken.add((double) units, now);
        left -= units;
    }

    /** Corrects what was taken {@code at} by {@code units}. */
    void correct(long units, long at) {
        pace.correct(units);
        taken.add((double) units, at);
    }

    /** Returns what was taken in the last minute as a share of the limit; null without a limit. */
    @Nullable
    Double share(long now) {
        return isLimited() ? taken.sum(now) / perMinute : null;
    }

    /** Takes note of what the provider says is left. */
    void observe(ReportedLimits.Window reported, long now) {
        Duration reset = reported.reset();
        if (reset != null && reset.compareTo(LONGEST_MINUTE) > 0) {
            if (reported.remaining() < 1) {
                // Kept whatever other replies say: what was in flight may be read in any order, and nothing begins
                // until then.
                usedUpUntil = now + reset.toNanos();
            }
            return;
        }
        Long limit = reported.limit();
        if (limit != null && limit > 0) {
            reportedPerMinute = limit;
            change(Math.min(configured, limit), reported.remaining(), now);
        }
        left = reported.remaining();
        leftUntil = now + horizon(reported);
    }

    /** Goes over to another limit: what was taken before counts as the same share of it. */
    private void change(double to, long remaining, long now) {
        if (to == perMinute) {
            return;
        }
        double sum = taken.sum(now);
        double knownUsed = Math.max(0, to - remaining);
        taken.scale(Double.isInfinite(perMinute) ? Math.min(1, knownUsed / Math.max(sum, 1)) : to / perMinute);
        perMinute = to;
        pace.change(to);
    }

    /**
     * Returns for how many nanoseconds no more than what remains may be taken: until it is there again, if all of it comes
     * back at once. If it comes back steadily, our own pace does not use it up; then only the last tenth is spread.
     */
    private static long horizon(ReportedLimits.Window reported) {
        Duration reset = reported.reset();
        if (reset == null) {
            return 0;
        }
        long nanos = reset.toNanos();
        Long limit = reported.limit();
        if (limit == null || limit < 1) {
            return nanos;
        }
        if (nanos <= NANOS_PER_MINUTE / limit) {
            // Where no more than one is held ready, none is left after each; our own pace takes the next when it is
            // there.
            return 0;
        }
        double steady = NANOS_PER_MINUTE * Math.max(0, limit - reported.remaining()) / limit;
        boolean comesBackSteadily = Math.abs(nanos - steady) <= 0.1 * steady + 1e9;
        return comesBackSteadily ? Math.min(nanos, (long) (NANOS_PER_MINUTE / 10)) : nanos;
    }
}
