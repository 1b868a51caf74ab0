package io.llmp.batch.record;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of a run from outside the process that works on it.
 *
 * @param reason why, in that person's words, or null
 */
public record RunOrder(Kind kind, @Nullable String reason) {

    /** What a run can be told. */
    public enum Kind {
        /** End in good order; the same command resumes it. */
        STOP(RunStatus.STOPPED),
        /** End in good order, and stay so until resumed. */
        PAUSE(RunStatus.PAUSED),
        /** End in good order, for good. */
        ABANDON(RunStatus.ABANDONED);

        private final RunStatus status;

        Kind(RunStatus status) {
            this.status = status;
        }

        /** Returns the status of a run that has followed. */
        public RunStatus status() {
            return status;
        }
    }
}
