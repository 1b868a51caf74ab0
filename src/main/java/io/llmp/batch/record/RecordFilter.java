package io.llmp.batch.record;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the records of a run.
 *
 * @param statuses only with one of these, or empty for all
 * @param reasons only those skipped for one of these, or empty for all
 */
public record RecordFilter(Set<Outcome.Status> statuses, Set<SkipReason> reasons) {

    /** Every record. */
    public static final RecordFilter ALL = new RecordFilter(Set.of(), Set.of());

    public RecordFilter {
        statuses = Set.copyOf(statuses);
        reasons = Set.copyOf(reasons);
    }

    /**
     * Chooses by one status and one reason.
     *
     * @param status only these, or null for all
     * @param reason only those skipped for this reason, or null for all
     */
    public RecordFilter(Outcome.@Nullable Status status, @Nullable SkipReason reason) {
        this(status == null ? Set.of() : Set.of(status), reason == null ? Set.of() : Set.of(reason));
    }

    /** Returns whether a record with this outcome is chosen. */
    public boolean accepts(Outcome outcome) {
        return (statuses.isEmpty() || statuses.contains(outcome.status()))
                && (reasons.isEmpty()
                        || (outcome instanceof Outcome.Skipped skipped && reasons.contains(skipped.reason())));
    }

    /** Returns whether records with an answer are among those that are chosen. */
    public boolean acceptsAnswers() {
        return reasons.isEmpty()
                && (statuses.isEmpty()
                        || statuses.contains(Outcome.Status.SUCCEEDED)
                        || statuses.contains(Outcome.Status.REUSED));
    }
}
