package io.llmp.batch.run.spec;

import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.SkipReason;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a run is continued by its name. */
public sealed interface Continuation {

    /**
     * Checks that {@code run} can be continued this way.
     *
     * @throws ProblemException when its state does not allow it
     */
    void require(Run run);

    /** Which skipped items are tried again. */
    default Retried retried() {
        return Retried.UNAVAILABLE;
    }

    /**
     * A paused run is worked on again.
     *
     * @param reason recorded in the run's history, or null
     */
    record Resume(@Nullable String reason) implements Continuation {

        @Override
        public void require(Run run) {
            if (run.status() != RunStatus.PAUSED) {
                throw ProblemException.invalid(
                        "Run " + run.id() + " is not paused: it is "
                                + run.status().name().toLowerCase(Locale.ROOT) + ".",
                        "See " + Operation.SHOW_RUN.on(run.id()) + ".");
            }
        }
    }

    /** A stopped or failed run is worked on where it left off. */
    record Restart() implements Continuation {

        @Override
        public void require(Run run) {
            if (run.status() == RunStatus.COMPLETED) {
                throw ProblemException.invalid(
                        "Run " + run.id() + " is complete.",
                        "Retry its skipped rows with " + Operation.RETRY_RUN.on(run.id())
                                + ", or start over with its command and " + Setting.RERUN + ".");
            }
            requireNotPaused(run);
        }
    }

    /** Skipped items are sent again, also of a complete run. */
    record Retry(Retried retried) implements Continuation {

        /** What no further call can change: the row itself is at fault. */
        private static final Set<SkipReason> OF_THE_ROW =
                EnumSet.of(SkipReason.MALFORMED_ROW, SkipReason.INVALID_INPUT);

        /**
         * Sends what was skipped for {@code reason}, or with null for any that another call can change.
         *
         * @param most how many at most, at least 1, from the input's beginning
         */
        public static Retry of(@Nullable SkipReason reason, long most) {
            return new Retry(new Retried(
                    reason == null ? EnumSet.complementOf(EnumSet.copyOf(OF_THE_ROW)) : EnumSet.of(reason), most));
        }

        @Override
        public void require(Run run) {
            requireNotPaused(run);
            if (run.counts().skipped() == 0 && run.status() == RunStatus.COMPLETED) {
                throw ProblemException.invalid(
                        "Run " + run.id() + " has no skipped rows.", "There is nothing to retry.");
            }
        }
    }

    private static void requireNotPaused(Run run) {
        if (run.status() == RunStatus.PAUSED) {
            throw ProblemException.invalid(
                    "Run " + run.id() + " is paused.", "Resume it with " + Operation.RESUME_RUN.on(run.id()) + ".");
        }
    }
}
