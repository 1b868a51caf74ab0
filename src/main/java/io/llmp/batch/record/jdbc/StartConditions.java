package io.llmp.batch.record.jdbc;

import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStatus;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What must be so for an execution of a run to start. */
record StartConditions(JdbcClient client) {

    /**
     * Makes sure that an execution of {@code run} may start.
     *
     * @param alive whether another execution works on it
     * @throws ProblemException when it may not
     */
    void require(Run run, boolean alive) {
        if (alive) {
            throw ProblemException.inUse(
                    "Run " + run.id() + " is already running: " + run.place() + " works on it.",
                    "See " + Operation.SHOW_RUN.on(run.id()) + ", or stop it with " + Operation.STOP_RUN.on(run.id())
                            + ".");
        }
        if (run.status() == RunStatus.PAUSED) {
            throw ProblemException.invalid(
                    "Run " + run.id() + " is paused.", "Resume it with " + Operation.RESUME_RUN.on(run.id()) + ".");
        }
        if (run.status() == RunStatus.ABANDONED) {
            throw ProblemException.invalid(
                    "Run " + run.id() + " was abandoned.",
                    "Run its command again to start another; what it paid for is reused.");
        }
        if (run.executions() > 0) {
            requireSplits(run);
            requireRecords(run);
        }
    }

    /** A split that is missing would leave its items without a record for good. */
    private void requireSplits(Run run) {
        long cut = client.sql("SELECT COALESCE(SUM(ITEMS), 0) FROM LLMP_SPLIT WHERE RUN_ID = ?")
                .param(run.id().value())
                .query(Long.class)
                .single();
        // One that ended before it was cut has none, and one of before there were splits.
        if (cut > 0 && !Objects.equals(cut, run.items())) {
            throw damaged(run, "has " + run.items() + " rows, and splits of " + cut + " are found");
        }
    }

    /** A damaged index leaves out records, or has them of no item; and items without one are sent and paid for again. */
    private void requireRecords(Run run) {
        long found = client.sql(
                        "SELECT COUNT(*) FROM LLMP_JOB_RECORD WHERE RUN_ID = ? AND ITEM_INDEX >= 0 AND ITEM_INDEX < ?"
                                + " AND NOT REOPENED")
                .param(run.id().value())
                .param(run.items() == null ? Long.MAX_VALUE : run.items())
                .query(Long.class)
                .single();
        if (found < run.counts().done()) {
            throw damaged(run, "has " + run.counts().done() + " job records, and " + found + " are found");
        }
    }

    private static ProblemException damaged(Run run, String how) {
        return ProblemException.failed(
                "The database is damaged: run " + run.id() + " " + how + ".",
                "Restore the database from a backup, or count what is left by '" + Operation.REPAIR_STORE
                        + "'; then run" + " the same command again.");
    }
}
