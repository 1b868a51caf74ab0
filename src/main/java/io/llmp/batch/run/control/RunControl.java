package io.llmp.batch.run.control;

import io.llmp.batch.record.RunOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends a run before its time, once: nothing more is admitted, what is in flight ends by itself, and everything without a
 * record is left for the next execution. Safe for use by many threads.
 */
public final class RunControl {

    /** Why a run ends before its time. */
    public sealed interface Cause {}

    /** Somebody ordered it. */
    public record Requested(RunOrder order) implements Cause {}

    /**
     * Going on makes no sense.
     *
     * @param problem what is wrong, as a sentence
     * @param remedy what to do about it, as a sentence
     */
    public record Fatal(String problem, String remedy) implements Cause {
        public Fatal {
            // Most problems end with the words of a provider, which may or may not end a sentence.
            problem = problem.replaceAll("[.\\s]+$", "") + ".";
        }
    }

    /**
     * All that may be spent is spent.
     *
     * @param problem how much that is, as a sentence
     */
    public record SpentUp(String problem) implements Cause {}

    /**
     * A limit is used up for longer than a run waits.
     *
     * @param problem which one, as a sentence
     * @param again how long until calls are possible again
     */
    public record LimitReached(String problem, Duration again) implements Cause {}

    private final List<Runnable> actions = new ArrayList<>();
    private final List<Runnable> dropActions = new ArrayList<>();
    private @Nullable Cause cause;
    private boolean dropped;

    /** Ends the run; only the first cause counts. */
    public void stop(Cause why) {
        List<Runnable> now;
        synchronized (this) {
            if (cause != null) {
                return;
            }
            cause = why;
            now = List.copyOf(actions);
        }
        now.forEach(Runnable::run);
    }

    /** Returns why the run ends before its time, or null as long as it does not. */
    public synchronized @Nullable Cause cause() {
        return cause;
    }

    /** Has {@code action} run when the run is ended, or now if it has been. */
    public void onStop(Runnable action) {
        synchronized (this) {
            if (cause == null) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    /** Does not wait for what is in flight either: it is dropped, and asked for again by the next execution. */
    public void drop() {
        List<Runnable> now;
        synchronized (this) {
            if (cause == null || dropped) {
                return;
            }
            dropped = true;
            now = List.copyOf(dropActions);
        }
        now.forEach(Runnable::run);
    }

    /** Has {@code action} run when what is in flight is dropped, or now if it has been. */
    public void onDrop(Runnable action) {
        synchronized (this) {
            if (!dropped) {
                dropActions.add(action);
                return;
            }
        }
        action.run();
    }
}
