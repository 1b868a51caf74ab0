package io.llmp.batch.record;

import org.jspecify.annotations.Nullable;

/**
 * Where a run is in its life.
 *
 * @param status what it is doing, or how it ended
 * @param failure why it ended without being complete, in words; null when it did not
 * @param items rows of the input, or null as long as they are not counted
 * @param executions how often it was started or resumed
 * @param completions how often it was complete; more than once when skipped items were retried
 * @param exported whether its output has been put in place
 * @param place where the execution under way works, as shown to users; null when none does
 */
public record RunState(
        RunStatus status,
        @Nullable String failure,
        @Nullable Long items,
        int executions,
        int completions,
        boolean exported,
        @Nullable String place) {

    /** Of a run that was never started. */
    public static final RunState NEW = new RunState(RunStatus.STOPPED, null, null, 0, 0, false, null);
}
