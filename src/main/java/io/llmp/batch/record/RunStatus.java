package io.llmp.batch.record;

/** Where a run is in its life. */
public enum RunStatus {
    /** A process works on it. */
    RUNNING,
    /** Every item has a record and the output is in place. */
    COMPLETED,
    /** It was told to stop; the same command goes on with it. */
    STOPPED,
    /** Something broke, or its process died; the same command goes on with it. */
    FAILED
}
