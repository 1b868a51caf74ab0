package io.llmp.batch.run.control;

import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.Setting;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.run.spec.SkipLimit;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ends a run that skips too much, or that gets one and the same refusal for everything. Safe for use by many threads. */
public final class SkipWatch {

    private static final int SAME_IN_A_ROW = 20;

    /** Reasons that lie with the provider or the template rather than with the row. */
    private static final Set<SkipReason> SYSTEMATIC = EnumSet.of(
            SkipReason.PROVIDER_REJECTED,
            SkipReason.PROVIDER_UNAVAILABLE,
            SkipReason.TIMED_OUT,
            SkipReason.INVALID_OUTPUT,
            SkipReason.TRUNCATED);

    private final SkipLimit limit;
    private final RunControl control;
    private final Set<Long> again;
    /** The skips of one reason in a row: when the first call about each item began. */
    private final Map<Long, Instant> streak = new LinkedHashMap<>();

    private boolean answered;
    private boolean ended;
    private @Nullable SkipReason last;

    /**
     * @param again items that an earlier execution skipped and this one tries again. They make no streak by themselves, so
     *     that rows that are skipped for good reason, however many follow each other, do not end every execution
     */
    public SkipWatch(SkipLimit limit, RunControl control, Set<Long> again) {
        this.limit = limit;
        this.control = control;
        this.again = Set.copyOf(again);
    }

    /**
     * Returns the items that were skipped by what ended the run, rather than by what is in their rows: they are to be tried
     * again by the next execution. Empty when the run was not ended by a streak of skips.
     */
    public synchronized Set<Long> pending() {
        return ended ? Set.copyOf(streak.keySet()) : Set.of();
    }

    /** Takes note of a record that has just been made, and of the run's counts with it. */
    public synchronized void recorded(JobRecord record, RunCounts counts) {
        if (!(record.outcome() instanceof Outcome.Skipped skipped)) {
            answered = true;
            endStreak(begun(record));
            return;
        }
        if (skipped.reason() != last) {
            endStreak(Instant.MAX);
        }
        last = skipped.reason();
        if (SYSTEMATIC.contains(last)) {
            streak.put(record.itemIndex(), begun(record));
        }
        if (last == SkipReason.PROVIDER_UNAVAILABLE && !answered) {
            control.stop(new RunControl.Fatal(
                    "The provider gave no answer: " + skipped.error(),
                    "Check " + Setting.BASE_URL + " and the network, then run the same command again."));
        } else if (streak.keySet().stream()
                        .filter(item -> !again.contains(item))
                        .count()
                >= SAME_IN_A_ROW) {
            ended = true;
            control.stop(new RunControl.Fatal(
                    SAME_IN_A_ROW + " rows in a row were skipped for the same reason, " + last + ": " + skipped.error(),
                    "Fix the cause, then run the same command again: it sends these rows again."));
        } else if (limit.exceeded(counts.skipped(), counts.done())) {
            control.stop(new RunControl.Fatal(
                    counts.skipped() + " of " + counts.done() + " rows were skipped, more than "
                            + Setting.MAX_SKIPS.to(limit) + " allows; the last for " + last + ": " + skipped.error(),
                    "Look at " + Operation.LIST_SKIPPED.on(record.run()) + "; fix the cause or raise "
                            + Setting.MAX_SKIPS + "," + " then run the same command again to continue."));
        }
    }

    /**
     * An answer shows that the provider did its work when the call began: skips whose calls began later say something else.
     * Answers in flight when the run was ended do not make what ended it a matter of the rows.
     */
    private void endStreak(Instant until) {
        if (!ended) {
            streak.values().removeIf(begun -> !begun.isAfter(until));
        }
    }

    private static Instant begun(JobRecord record) {
        return record.createdAt().minus(record.costs().latency());
    }
}
