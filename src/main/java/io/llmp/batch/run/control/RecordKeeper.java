package io.llmp.batch.run.control;

import io.llmp.batch.problem.Causes;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.GroupCommit;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.LeaseLostException;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.store.StoreDatabase;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Makes records durable and tells those who watch the run. Ends the run when a record cannot be stored, so that no more is
 * paid for answers that would be lost. Safe for use by many threads.
 */
public record RecordKeeper(
        GroupCommit commits, RunProgress progress, SkipWatch watch, RunControl control, RunWatcher watcher) {

    /**
     * Keeps a record. One that the database does not take is kept as a skip without its contents, so that its row does not end
     * every execution of the run.
     *
     * @return completes with what was kept once that is durable, or with the failure that kept it from becoming so
     */
    public CompletableFuture<JobRecord> keep(JobRecord record) {
        return add(record)
                .exceptionallyCompose(failure -> GroupCommit.isOneRecords(failure)
                        ? add(record.refused(reason(failure)))
                        : CompletableFuture.failedFuture(failure))
                .whenComplete(this::stopOnFailure)
                .thenApply(this::noted);
    }

    private CompletableFuture<JobRecord> add(JobRecord record) {
        return commits.add(record).thenApply(nothing -> record);
    }

    private JobRecord noted(JobRecord kept) {
        RunCounts counts = progress.recorded(kept);
        watch.recorded(kept, counts);
        watcher.recorded(kept);
        return kept;
    }

    private void stopOnFailure(@Nullable JobRecord kept, @Nullable Throwable wrapped) {
        if (wrapped != null) {
            Throwable failure = Causes.ofFuture(wrapped);
            control.stop(failure instanceof LeaseLostException ? LeaseKeeper.lost(failure) : unstorable(failure));
        }
    }

    private static RunControl.Cause unstorable(Throwable failure) {
        ProblemException known = failure instanceof ProblemException problem ? problem : StoreDatabase.outage(failure);
        return known != null
                ? new RunControl.Fatal(known.problem(), known.remedy())
                : new RunControl.Fatal(
                        "Answers cannot be stored: " + reason(failure),
                        "Check the database (disk full?), then run the same command again. Answers received since then"
                                + " were not saved.");
    }

    /** Returns the words of the innermost cause; those around it tell the statement that failed. */
    private static String reason(Throwable failure) {
        Throwable root = Causes.innermost(failure);
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
