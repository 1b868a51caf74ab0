package io.llmp.batch.record;

/** Where a run is in its life. */
public enum RunStatus {
    /** A process works on it. */
    RUNNING,
    /** Every item has a record and the output is in place. */
    COMPLETED,
    /** It was told to stop; the same command resumes it. */
    STOPPED,
    /** It was told to pause; it stays so until it is resumed. */
    PAUSED,
    /** Something broke, or its process died; the same command resumes it. */
    FAILED,
    /** It was given up for good; the same command begins another run. */
    ABANDONED;

    /** Whether nothing more is ever done for a run in this state unless somebody asks for more. */
    public boolean isFinal() {
        return this == COMPLETED || this == ABANDONED;
    }
}
