package io.llmp.batch.dispatch;

import io.llmp.batch.limit.CallLimits;
import io.llmp.batch.limit.LimitSettings;
import io.llmp.batch.limit.PastUse;
import io.llmp.batch.limit.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The call pools of this process: one for each {@link CallPoolKey}, so that runs that use one key keep its limits together. A
 * pool is open as long as it has lanes. Its limits are kept for a minute longer: what was used in that minute still counts, and
 * what the provider showed is known to the run that follows. Safe for use by many threads.
 */
public final class CallPools {

    private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();

    private final RetryPolicy retry;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final Map<CallPoolKey, CallPool> pools = new HashMap<>();
    private final Map<CallPoolKey, Kept> kept = new HashMap<>();

    private record Kept(CallLimits limits, long since) {}

    /** @param random decides the jitter of delays; safe for use by many threads */
    public CallPools(RetryPolicy retry, Ticker ticker, RandomGenerator random) {
        this.retry = retry;
        this.ticker = ticker;
        this.random = random;
    }

    /**
     * Opens a lane, and the pool where there is none yet.
     *
     * @param declared the limits that the run wants kept; of those that the lanes of a pool declare, the strictest holds for all
     * @param lastDay what was used with the key in the last 24 hours, or null when that is not known; of no effect where the
     *     pool knows and has counted since
     */
    public synchronized Lane open(
            CallPoolKey key, LimitSettings declared, @Nullable List<PastUse> lastDay, Lane.Settings settings) {
        CallPool known = pools.get(key);
        CallPool pool = known == null ? new CallPool(limits(key, declared), retry, ticker, random) : known;
        pools.put(key, pool);
        if (lastDay != null && (known == null || !pool.limits().knowsLastDay())) {
            pool.limits().recount(declared, lastDay, ticker.nanos());
        }
        Dispatch lane = pool.open(declared, settings);
        return new Lane(pool, lane, () -> close(key, pool, lane));
    }

    private CallLimits limits(CallPoolKey key, LimitSettings declared) {
        long now = ticker.nanos();
        kept.values().removeIf(each -> now - each.since() > KEPT_NANOS);
        Kept known = kept.remove(key);
        return known == null ? new CallLimits(declared, now) : known.limits();
    }

    private synchronized void close(CallPoolKey key, CallPool pool, Dispatch lane) {
        if (pools.get(key) == pool && pool.close(lane)) {
            pools.remove(key);
            kept.put(key, new Kept(pool.limits(), ticker.nanos()));
        }
    }
}
