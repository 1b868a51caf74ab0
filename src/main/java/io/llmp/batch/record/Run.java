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
 * @param inputSchema the input's columns that an export needs
 */
public record Run(
        RunId id,
        RunIdentity identity,
        int ordinal,
        RowSchema inputSchema,
        RunPricing pricing,
        RunState state,
        RunCounts counts,
        RunTimes times) {

    /** Returns a run that has never been started. */
    public static Run neverStarted(
            RunIdentity identity, int ordinal, boolean simulated, RowSchema inputSchema, Instant createdAt) {
        return new Run(
                identity.id(ordinal),
                identity,
                ordinal,
                inputSchema,
                new RunPricing(simulated, List.of()),
                RunState.NEW,
                RunCounts.NONE,
                new RunTimes(createdAt, null, null));
    }

    /** Returns the price that all its executions were made with; empty when that is not known, or has changed. */
    public Optional<RunPrice> price() {
        return prices().size() == 1 ? Optional.of(prices().get(0)) : Optional.empty();
    }

    /** See {@link RunPricing#simulated()}. */
    public boolean simulated() {
        return pricing.simulated();
    }

    /** See {@link RunPricing#prices()}. */
    public List<RunPrice> prices() {
        return pricing.prices();
    }

    /** See {@link RunState#status()}. */
    public RunStatus status() {
        return state.status();
    }

    /** See {@link RunState#failure()}. */
    public @Nullable String failure() {
        return state.failure();
    }

    /** See {@link RunState#items()}. */
    public @Nullable Long items() {
        return state.items();
    }

    /** See {@link RunState#executions()}. */
    public int executions() {
        return state.executions();
    }

    /** See {@link RunState#completions()}. */
    public int completions() {
        return state.completions();
    }

    /** See {@link RunState#exported()}. */
    public boolean exported() {
        return state.exported();
    }

    /** See {@link RunState#place()}. */
    public @Nullable String place() {
        return state.place();
    }

    /** See {@link RunTimes#createdAt()}. */
    public Instant createdAt() {
        return times.createdAt();
    }

    /** See {@link RunTimes#startedAt()}. */
    public @Nullable Instant startedAt() {
        return times.startedAt();
    }

    /** See {@link RunTimes#endedAt()}. */
    public @Nullable Instant endedAt() {
        return times.endedAt();
    }
}
