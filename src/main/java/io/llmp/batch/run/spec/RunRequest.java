package io.llmp.batch.run.spec;

import io.llmp.batch.record.RunId;
import org.jspecify.annotations.Nullable;

/**
 * One execution that is wanted.
 *
 * @param asked what is kept with the run
 * @param spec what this execution does: {@code asked} with its own tuning
 * @param run the run to continue, or null for the one that {@code spec} means
 */
public record RunRequest(
        RunSpec asked, RunSpec spec, @Nullable RunId run, Retried retried) {

    /** Starts the run that {@code spec} means, or continues it. */
    public static RunRequest of(RunSpec spec) {
        return new RunRequest(spec, spec, null, Retried.UNAVAILABLE);
    }
}
