package io.llmp.batch.pipeline;

import io.llmp.batch.record.Run;

/** Told of a run's life. Safe for use by many threads. */
public interface RunWatcher {

    /**
     * A run is about to be worked on.
     *
     * @param resumed whether an earlier execution has worked on it
     * @param note what else the user should know, or an empty text
     */
    void begins(Run run, boolean resumed, String note, RunProgress progress);

    /** Something about the run is not as it should be, and yet it goes on. */
    void warns(String warning);
}
