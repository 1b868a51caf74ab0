package io.llmp.batch.record.jdbc;

import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunPruning;
import io.llmp.batch.record.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Removes rows of runs from all tables that have some: job records, runs, and what Spring Batch keeps of their jobs. Spring
 * Batch's own way of removal is row by row and in transactions of its own.
 */
final class JdbcRunPruning implements RunPruning {

    private static final int PAGE = 1000;

    /** The job executions of a run; its name is their one parameter. */
    private static final String EXECUTIONS = "(SELECT JOB_EXECUTION_ID FROM BATCH_JOB_EXECUTION_PARAMS"
            + " WHERE PARAMETER_NAME = 'run' AND PARAMETER_VALUE = :run)";

    private static final String STEPS =
            "(SELECT STEP_EXECUTION_ID FROM BATCH_STEP_EXECUTION WHERE JOB_EXECUTION_ID IN " + EXECUTIONS + ")";

    private final JdbcClient client;
    private final TransactionOperations transaction;
    private final AnswerIndex answers;

    JdbcRunPruning(JdbcTemplate jdbc, TransactionOperations transaction) {
        this.client = JdbcClient.create(jdbc);
        this.transaction = transaction;
        this.answers = new AnswerIndex(jdbc);
    }

    @Override
    public List<Run> endedBefore(Instant moment, @Nullable String template) {
        return client.sql(RunRow.SELECT + " WHERE STATUS <> :running AND ENDED_AT < :moment"
                        + (template == null ? "" : " AND TEMPLATE = :template") + " ORDER BY ENDED_AT")
                .param("running", RunStatus.RUNNING.name())
                .param("moment", Times.toSql(moment))
                .param("template", template)
                .query(RunRow::read)
                .list();
    }

    @Override
    public Set<RunId> reusable() {
        return client.sql("SELECT DISTINCT RUN_ID FROM LLMP_ANSWER")
                .query((row, number) -> new RunId(row.getString("RUN_ID")))
                .set();
    }

    @Override
    public void remove(RunId run) {
        boolean more = true;
        while (more) {
            more = Boolean.TRUE.equals(transaction.execute(status -> removeRecords(run)));
        }
        transaction.executeWithoutResult(status -> removeRun(run));
    }

    private record Recorded(long item, @Nullable String fingerprint) {}

    private boolean removeRecords(RunId run) {
        List<Recorded> page = client.sql("SELECT ITEM_INDEX, REQUEST_FINGERPRINT FROM LLMP_JOB_RECORD"
                        + " WHERE RUN_ID = :run ORDER BY RUN_ID, ITEM_INDEX LIMIT :page")
                .param("run", run.value())
                .param("page", PAGE)
                .query((row, number) -> new Recorded(row.getLong(1), row.getString(2)))
                .list();
        if (page.isEmpty()) {
            return false;
        }
        answers.remove(
                run,
                page.stream()
                        .map(Recorded::fingerprint)
                        .filter(Objects::nonNull)
                        .toList());
        client.sql("DELETE FROM LLMP_JOB_RECORD WHERE RUN_ID = :run AND ITEM_INDEX <= :last")
                .param("run", run.value())
                .param("last", page.get(page.size() - 1).item())
                .update();
        return true;
    }

    private void removeRun(RunId run) {
        List<Long> executions = ids("SELECT JOB_EXECUTION_ID FROM BATCH_JOB_EXECUTION", run);
        List<Long> instances = ids("SELECT DISTINCT JOB_INSTANCE_ID FROM BATCH_JOB_EXECUTION", run);
        delete("BATCH_STEP_EXECUTION_CONTEXT WHERE STEP_EXECUTION_ID IN " + STEPS, run);
        delete("BATCH_STEP_EXECUTION WHERE JOB_EXECUTION_ID IN " + EXECUTIONS, run);
        delete("BATCH_JOB_EXECUTION_CONTEXT WHERE JOB_EXECUTION_ID IN " + EXECUTIONS, run);
        delete("BATCH_JOB_EXECUTION_PARAMS WHERE PARAMETER_NAME = 'run' AND PARAMETER_VALUE = :run", run);
        delete("BATCH_JOB_EXECUTION WHERE JOB_EXECUTION_ID IN (:ids)", executions);
        delete("BATCH_JOB_INSTANCE WHERE JOB_INSTANCE_ID IN (:ids)", instances);
        delete("LLMP_SPLIT WHERE RUN_ID = :run", run);
        delete("LLMP_RUN WHERE RUN_ID = :run", run);
    }

    private List<Long> ids(String select, RunId run) {
        return client.sql(select + " WHERE JOB_EXECUTION_ID IN " + EXECUTIONS)
                .param("run", run.value())
                .query(Long.class)
                .list();
    }

    private void delete(String rows, RunId run) {
        client.sql("DELETE FROM " + rows).param("run", run.value()).update();
    }

    private void delete(String rows, List<Long> ids) {
        if (!ids.isEmpty()) {
            client.sql("DELETE FROM " + rows).param("ids", ids).update();
        }
    }
}
