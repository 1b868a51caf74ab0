package io.llmp.batch.run;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.RunId;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.control.RunWatcher;
import io.llmp.batch.run.spec.Continuation;
import io.llmp.batch.run.spec.RunSpec;
import io.llmp.batch.run.spec.Tuning;

/**
 * Starts runs and continues them: the one way to a run's execution, for whoever asks. Each method works until the run is
 * complete or ended, and returns how. Safe for use by many threads, each with a run of its own.
 */
public interface Runs {

    /**
     * Starts the run that {@code spec} describes, or continues the one that an equal spec started before. A complete or paused
     * run is left as it is.
     *
     * @param control ends the run from another thread
     * @throws ProblemException when the run cannot begin, another process works on it, or it broke; what was answered until
     *     then is kept
     */
    RunResult start(RunSpec spec, RunControl control, RunWatcher watcher);

    /**
     * Continues a run as its spec says.
     *
     * @param changes what differs in this execution alone
     * @param control ends the run from another thread
     * @throws ProblemException as {@link #start} does; also when the run's state does not allow {@code how}, its input has
     *     changed, or its spec is missing or cannot be read
     */
    RunResult resume(RunId run, Continuation how, Tuning changes, RunControl control, RunWatcher watcher);
}
