package io.llmp.batch.simulator.limit;

import io.llmp.batch.simulator.SimulatorLimits;
import io.llmp.batch.simulator.SimulatorSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Enforces the limits, which may change in the course of time. As with real providers a limit of 600 a minute is one of 10
 * a second with a small burst, not 600 at the turn of the minute. A request that is turned away uses up nothing. Safe for
 * use by many threads.
 */
public final class RateLimits {

    private static final int LEAST_BURST = 5;

    private final double burstNanos;
    private final Queue<SimulatorSettings.Change> changes;
    private final Map<Measure, Quota> quotas = new EnumMap<>(Measure.class);
    private SimulatorLimits limits;
    private boolean begun;
    private boolean countsAnew;
    private long start;

    public RateLimits(SimulatorSettings settings) {
        burstNanos = settings.burst().toNanos();
        limits = settings.limits();
        changes = new ArrayDeque<>(settings.changes().stream()
                .sorted(Comparator.comparing(SimulatorSettings.Change::after))
                .toList());
    }

    /**
     * Lets a request pass, or tells why not and changes nothing.
     *
     * @param atOnce requests there are at this moment, this one included
     */
    public synchronized @Nullable Denial pass(Charge charge, int atOnce, long now) {
        advance(now);
        if (countsAnew) {
            countsAnew = false;
            quotas.values().forEach(quota -> quota.forgetUse(now));
        }
        if (limits.concurrency() > 0 && atOnce > limits.concurrency()) {
            return new Denial(null, limits.concurrency(), atOnce - 1, 1, 0);
        }
        for (Map.Entry<Measure, Quota> entry : quotas.entrySet()) {
            Quota quota = entry.getValue();
            int amount = entry.getKey().amount(charge);
            long wait = quota.nanosUntil(amount, now);
            if (wait > 0) {
                int used = quota.limit() - quota.level(now).remaining();
                return new Denial(entry.getKey(), quota.limit(), used, amount, wait);
            }
        }
        quotas.forEach((measure, quota) -> quota.take(measure.amount(charge), now));
        return null;
    }

    /** Returns what is left of each limit there is. */
    public synchronized Map<Measure, Quota.Level> levels(long now) {
        if (quotas.isEmpty()) {
            return Map.of();
        }
        advance(now);
        Map<Measure, Quota.Level> levels = new EnumMap<>(Measure.class);
        quotas.forEach((measure, quota) -> levels.put(measure, quota.level(now)));
        return levels;
    }

    /** Replaces limits from now on, and returns those there are then. */
    public synchronized SimulatorLimits change(SimulatorSettings.Change change, long now) {
        if (begun) {
            advance(now);
        }
        limits = change.of(limits);
        if (begun) {
            apply(now);
        }
        return limits;
    }

    /** Counts what is used and allowed from the next request on. What was used still holds it back. */
    public synchronized void forgetUse(long now) {
        quotas.values().forEach(quota -> quota.forgetUse(now));
        countsAnew = true;
    }

    /** Calls {@code reader} with each limit there is, as of the last request. */
    public synchronized void read(BiConsumer<Measure, Quota> reader) {
        quotas.forEach(reader);
    }

    private void advance(long now) {
        if (!begun) {
            begun = true;
            start = now;
            apply(now);
        }
        SimulatorSettings.Change next = changes.peek();
        while (next != null && now - start >= next.after().toNanos()) {
            limits = next.of(limits);
            // What was paid off before is paid off at the old rate, whenever the next request comes.
            apply(start + next.after().toNanos());
            changes.remove();
            next = changes.peek();
        }
    }

    private void apply(long now) {
        for (Measure measure : Measure.values()) {
            int limit = measure.limit(limits);
            if (limit == 0) {
                quotas.remove(measure);
                continue;
            }
            double burst = burst(measure, limit);
            Quota quota = quotas.get(measure);
            if (quota == null) {
                quotas.put(measure, new Quota(limit, measure.period().toNanos(), burst, now));
            } else {
                quota.change(limit, burst, now);
            }
        }
    }

    private double burst(Measure measure, int limit) {
        if (measure == Measure.REQUESTS_A_DAY) {
            return limit;
        }
        double share = burstNanos / Duration.ofMinutes(1).toNanos();
        return Math.max(measure == Measure.REQUESTS ? LEAST_BURST : 1, limit * share);
    }
}
