package io.llmp.batch.pipeline;

import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.SkipReason;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ends a run that skips too much, or that gets one and the same refusal for everything. Safe for use by many threads. */
final class SkipWatch {

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
    private boolean answered;
    private @Nullable SkipReason last;
    private int inARow;

    SkipWatch(SkipLimit limit, RunControl control) {
        this.limit = limit;
        this.control = control;
    }

    /** Takes note of a record that has just been made, and of the run's counts with it. */
    synchronized void recorded(JobRecord record, RunCounts counts) {
        if (!(record.outcome() instanceof Outcome.Skipped skipped)) {
            answered = true;
            inARow = 0;
            return;
        }
        inARow = skipped.reason() == last ? inARow + 1 : 1;
        last = skipped.reason();
        if (last == SkipReason.PROVIDER_UNAVAILABLE && !answered) {
            control.stop(new RunControl.Hopeless(
                    "The provider cannot be reached: " + skipped.error(),
                    "Check --base-url and the network, then run the same command again."));
        } else if (inARow >= SAME_IN_A_ROW && SYSTEMATIC.contains(last)) {
            control.stop(new RunControl.Hopeless(
                    SAME_IN_A_ROW + " items in a row were skipped for the same reason, " + last + ": "
                            + skipped.error(),
                    "Mend the cause, then run the same command again to go on."));
        } else if (limit.exceeded(counts.skipped(), counts.done())) {
            control.stop(new RunControl.Hopeless(
                    counts.skipped() + " of " + counts.done() + " items were skipped, more than --max-skips " + limit
                            + " allows; the last for " + last + ": " + skipped.error(),
                    "Look at llmp records " + record.run() + " --status SKIPPED; mend the cause or raise --max-skips,"
                            + " then run the same command again to go on."));
        }
    }
}
