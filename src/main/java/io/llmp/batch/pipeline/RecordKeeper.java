package io.llmp.batch.pipeline;

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
record RecordKeeper(
        GroupCommit commits, RunProgress progress, SkipWatch watch, RunControl control, RunWatcher watcher) {

    /** Keeps a record; the result completes when it is durable, or with the failure that kept it from becoming so. */
    CompletableFuture<Void> keep(JobRecord record) {
        return commits.add(record).whenComplete(this::stopOnFailure).thenRun(() -> {
            RunCounts counts = progress.recorded(record);
            watch.recorded(record, counts);
            watcher.recorded(record);
        });
    }

    private void stopOnFailure(@Nullable Void nothing, @Nullable Throwable failure) {
        if (failure != null) {
            control.stop(failure instanceof LeaseLostException ? LeaseKeeper.lost(failure) : unstorable(failure));
        }
    }

    private static RunControl.Cause unstorable(Throwable failure) {
        ProblemException known = failure instanceof ProblemException problem ? problem : StoreDatabase.outage(failure);
        return known != null
                ? new RunControl.Hopeless(known.problem(), known.remedy())
                : new RunControl.Hopeless(
                        "Answers cannot be stored: " + reason(failure),
                        "Check the database (disk full?), then run the same command again. Answers received since then"
                                + " were not saved.");
    }

    /** Returns the words of the innermost cause; those around it tell the statement that failed. */
    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
