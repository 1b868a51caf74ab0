package io.llmp.batch.run.control;

import io.llmp.batch.dispatch.CallerState;
import io.llmp.batch.dispatch.CallerState.Obstacle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Derives the events that matter from looks at a caller: it is paused, the provider is away, limits were learned, fewer calls
 * are let through. What comes and goes many times a minute is one event. Pure arithmetic on the times it is given; not safe
 * for use by several threads.
 */
final class CallerEvents {

    /** A pause is over when there has been none for so long. */
    private static final long CALM_NANOS = 30_000_000_000L;

    private @Nullable Long throttled;
    private @Nullable Long lastThrottled;
    private @Nullable Long away;
    private boolean requestsLimited;
    private boolean tokensLimited;
    private int told;

    /**
     * @param requestsConfigured whether a limit on requests is known from the beginning
     * @param tokensConfigured whether a limit on tokens is known from the beginning
     * @param slots calls that may be in flight at most
     */
    CallerEvents(boolean requestsConfigured, boolean tokensConfigured, int slots) {
        this.requestsLimited = requestsConfigured;
        this.tokensLimited = tokensConfigured;
        this.told = slots;
    }

    /** Returns what is new since the last look, as sentences. */
    List<String> look(CallerState state, long now) {
        List<String> events = new ArrayList<>();
        outage(state, now, events);
        throttle(state, now, events);
        limits(state, events);
        concurrency(state, events);
        return events;
    }

    private void outage(CallerState state, long now, List<String> events) {
        boolean isAway = state.obstacle() == Obstacle.OUTAGE;
        if (isAway && away == null) {
            away = now;
            events.add("The provider is away; the next probe comes in "
                    + seconds(state.forAtLeast().toNanos()));
        } else if (!isAway && away != null && state.obstacle() != Obstacle.RETRY) {
            events.add("The provider is back after " + seconds(now - away));
            away = null;
        }
    }

    private void throttle(CallerState state, long now, List<String> events) {
        if (state.obstacle() == Obstacle.THROTTLED) {
            lastThrottled = now;
            if (throttled == null) {
                throttled = now;
                events.add("Throttled by the provider; no call for "
                        + seconds(state.forAtLeast().toNanos()));
            }
        } else if (throttled != null && lastThrottled != null && now - lastThrottled >= CALM_NANOS) {
            events.add("No longer throttled; it lasted, with interruptions, " + seconds(lastThrottled - throttled));
            throttled = null;
        }
    }

    private void limits(CallerState state, List<String> events) {
        if (!requestsLimited && state.requestShare() != null) {
            requestsLimited = true;
            events.add("Keeps to a limit on requests that the provider reported");
        }
        if (!tokensLimited && state.tokenShare() != null) {
            tokensLimited = true;
            events.add("Keeps to a limit on tokens that the provider reported");
        }
    }

    /** A change by half is worth a word; the steps on the way are not. */
    private void concurrency(CallerState state, List<String> events) {
        int may = state.concurrency();
        if (2 * may <= told || may >= 2 * told) {
            events.add("Calls that may be in flight: " + may + ", before " + told);
            told = may;
        }
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
}
