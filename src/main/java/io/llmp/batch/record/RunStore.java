package io.llmp.batch.record;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps runs, and notes each change of their state in the {@link io.llmp.batch.event.EventLog} in the same transaction. One
 * execution at a time has a {@link Lease} of a run, and only that one can change what is kept about it. Safe for use by
 * many threads and processes; what a method stored survives the death of the process. A failure of the database is a
 * {@link org.springframework.dao.DataAccessException}.
 */
public interface RunStore {

    /**
     * Stores a run that was never begun, unless another process has just stored the same one.
     *
     * @return the run as it is stored
     */
    Run create(Run run);

    /** Returns the newest run of an identity. */
    Optional<Run> newest(RunIdentity identity);

    /** Returns the newest run of the same template, input and output whose identity is another, if there is one. */
    Optional<Run> newestSibling(RunIdentity identity);

    /** Returns all runs, newest first. */
    List<Run> list();

    /**
     * Returns the run whose name begins with {@code prefix}, or the newest for {@code last}.
     *
     * @throws io.llmp.batch.problem.ProblemException when there is none, or more than one, or the prefix is empty; it names
     *     the runs that may have been meant
     */
    Run get(String prefix);

    /** Returns a run by its whole name. */
    Optional<Run> find(RunId run);

    /**
     * Returns what was asked of a run when it was last begun, as JSON; nothing of a run that was never begun, or last by a
     * version that kept {@link #arguments} instead.
     */
    Optional<String> spec(RunId run);

    /** Returns the command line that a version before specs kept with a run, as JSON, as long as the run has no spec. */
    Optional<String> arguments(RunId run);

    /** Keeps a spec in place of the {@link #arguments} of a run. Does nothing when the run has no arguments. */
    void replaceArguments(RunId run, String spec);

    /**
     * Takes a run for an execution and marks its begin.
     *
     * @throws io.llmp.batch.problem.ProblemException when another execution works on it, or it is paused or abandoned
     */
    Lease begin(RunId run, ExecutionStart execution, Instant at);

    /** Returns until when an execution holds a run unless it renews that, by the store's clock; nothing of a free run. */
    Optional<Instant> heldUntil(RunId run);

    /**
     * Holds on to a run for another while.
     *
     * @param span how long, counted by the store's clock from now
     * @throws LeaseLostException when another execution has it
     */
    void renew(Lease lease, Duration span);

    /**
     * Returns what was ordered since the execution began, if anything was.
     *
     * @throws LeaseLostException when another execution has it
     */
    Optional<RunOrder> order(Lease lease);

    /** Notes that the run's output is in place. */
    void exported(Lease lease);

    /**
     * Marks an execution's end and gives the run back. Does nothing when another execution has it.
     *
     * @param reason why the run is not complete; null when it is, or when nobody said why
     */
    void end(Lease lease, RunStatus status, @Nullable String reason, Instant at);

    /**
     * Has a run stopped, paused or abandoned: by the execution that works on it, or at once when none does.
     *
     * @return whether an execution has been asked, which will follow soon
     * @throws io.llmp.batch.problem.ProblemException when a run in its state cannot be told so
     */
    boolean order(RunId run, RunOrder order, Instant at);

    /**
     * Lets a paused run be resumed when it is started again.
     *
     * @throws io.llmp.batch.problem.ProblemException when it is not paused
     */
    void resume(RunId run, @Nullable String reason, Instant at);

    /**
     * Marks as failed every run whose execution has died.
     *
     * @param alone whether no other process can have runs, so that nobody's lease counts
     */
    void failOrphanedRuns(boolean alone, Instant at);

    /** Returns how many runs were made with each version of a template that has any. */
    Map<Integer, Long> countByVersion(String template);

    /** Returns the places where runs of {@code input}, an absolute path, have put their outputs. */
    Set<String> outputs(String input);

    /** Returns whether some run has put its output at {@code output}. */
    boolean wroteOutput(String output);
}
