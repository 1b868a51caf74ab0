package io.llmp.batch.dispatch;

import io.llmp.batch.limit.CallLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The lanes of one pool, which take turns: each call that begins gives the turn to the next lane. A lane with more than its
 * share of the slots comes after those with less, so that slow answers of one do not leave another without slots; a lane that has
 * nothing to do, or waits for something of its own, is passed over. Owns no thread and no clock; not safe for use by several
 * threads.
 */
final class Lanes {

    private static final Dispatch.Decision.Wait NOTHING =
            new Dispatch.Decision.Wait(CallerState.Obstacle.NONE, Long.MAX_VALUE);

    private final CallLimits limits;
    private final RetryPolicy retry;
    private final RandomGenerator random;
    private final ProviderHealth health;
    private final List<Dispatch> lanes = new ArrayList<>();
    /** Whose turn it is. */
    private int turn;

    Lanes(CallLimits limits, RetryPolicy retry, RandomGenerator random) {
        this.limits = limits;
        this.retry = retry;
        this.random = random;
        this.health = new ProviderHealth(retry);
    }

    Dispatch open(Lane.Settings settings) {
        Dispatch lane = new Dispatch(this, limits, health, settings, retry, random);
        lanes.add(lane);
        return lane;
    }

    /** Calls of the lane that are in flight may still end. */
    void close(Dispatch lane) {
        lanes.remove(lane);
    }

    /** Whether no call is in flight or waits. */
    boolean areIdle() {
        return lanes.stream().allMatch(Dispatch::isIdle);
    }

    /** Returns what to do at {@code now}; of a wait, no more than its end is of interest. */
    Dispatch.Decision next(long now) {
        int count = lanes.size();
        int first = turn;
        int share = count < 2 ? Integer.MAX_VALUE : (limits.concurrency() + count - 1) / count;
        Dispatch.Decision.Wait shared = null;
        Dispatch.Decision.Wait wait = NOTHING;
        for (int i = 0; i < 2 * count; i++) {
            int index = (first + i) % count;
            Dispatch lane = lanes.get(index);
            boolean isLater = lane.inFlight() >= share;
            if (isLater != (i >= count)) {
                continue;
            }
            Dispatch.Decision decision = shared == null ? lane.next(now) : lane.behind(shared, now);
            if (!(decision instanceof Dispatch.Decision.Wait itsWait)) {
                turn = (index + 1) % count;
                return decision;
            }
            shared = shared == null && itsWait.obstacle().isShared() ? itsWait : shared;
            wait = itsWait.until() < wait.until() ? itsWait : wait;
        }
        return wait;
    }
}
