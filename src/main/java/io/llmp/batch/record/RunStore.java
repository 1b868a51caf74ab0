package io.llmp.batch.record;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps runs, and notes each begin and end of an execution in the {@link io.llmp.batch.event.EventLog} in the same
 * transaction. Safe for use by many threads; what a method stored survives the death of the process. A failure of the
 * database is a {@link org.springframework.dao.DataAccessException}.
 */
public interface RunStore {

    /** Stores a run that was never begun. */
    void create(Run run);

    /** Returns the newest run of an identity. */
    Optional<Run> newest(RunIdentity identity);

    /** Returns the newest run of the same template, input and output whose identity is another, if there is one. */
    Optional<Run> newestSibling(RunIdentity identity);

    /** Returns all runs, newest first. */
    List<Run> list();

    /**
     * Returns the run whose name begins with {@code prefix}, or the newest for {@code last}.
     *
     * @throws io.llmp.batch.problem.ProblemException when there is none, or more than one
     */
    Run get(String prefix);

    /** Marks an execution's begin. */
    void started(RunId run, Instant at);

    /** Notes how many items the run has. */
    void counted(RunId run, long items);

    /** Notes that the run's output is in place. */
    void exported(RunId run);

    /** Marks an execution's end. {@code failure} says why the run is not complete; null when it is or was asked to stop. */
    void ended(RunId run, RunStatus status, @Nullable String failure, Instant at);

    /** Marks as failed every run that is marked as running. To be called only by a process that alone can have runs. */
    void buryDead(Instant at);

    /** Returns how many runs were made with each version of a template that has any. */
    Map<Integer, Long> countByVersion(String template);

    /** Returns whether some run has put its output at {@code output}. */
    boolean wroteOutput(String output);
}
