package io.llmp.batch.record;

import io.llmp.batch.input.columns.RowSchema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One application of one template version to one input.
 *
 * @param identity what makes it this run
 * @param ordinal counts the runs of one identity from 1; above 1 only when a run was asked for again
 * @param simulated whether its answers are made up
 * @param inputSchema the input's columns that an export needs
 * @param status where it is in its life
 * @param failure why it ended without being complete, in words; null when it did not
 * @param items rows of the input, or null as long as they are not counted
 * @param prices what it was made with, in the order of its executions: one, and another for each time it had changed; empty when
 *     it is not known
 * @param executions how often it was started or resumed
 * @param completions how often it was complete; more than once when skipped items were retried
 * @param exported whether its output has been put in place
 * @param startedAt begin of the last execution, or null before the first
 * @param endedAt end of the last execution, or null while it lasts
 * @param place where the execution under way works, as shown to users; null when none does
 */
public record Run(
        RunId id,
        RunIdentity identity,
        int ordinal,
        boolean simulated,
        RowSchema inputSchema,
        RunStatus status,
        @Nullable String failure,
        @Nullable Long items,
        RunCounts counts,
        List<RunPrice> prices,
        int executions,
        int completions,
        boolean exported,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String place) {

    public Run {
        prices = List.copyOf(prices);
    }

    /** Returns the price that all its executions were made with; empty when that is not known, or has changed. */
    public Optional<RunPrice> price() {
        return prices.size() == 1 ? Optional.of(prices.get(0)) : Optional.empty();
    }
}
