package io.llmp.batch.record;

import org.jspecify.annotations.Nullable;

/**
 * Chooses among the records of a run.
 *
 * @param status only these, or null for all
 * @param reason only those skipped for this reason, or null for all
 */
public record RecordFilter(
        Outcome.@Nullable Status status, @Nullable SkipReason reason) {

    /** Every record. */
    public static final RecordFilter ALL = new RecordFilter(null, null);
}
