package io.llmp.batch.record.jdbc;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunIdentity;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.RunStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs in the table {@code LLMP_RUN}. */
final class JdbcRunStore implements RunStore {

    private static final int FAILURE_LIMIT = 4000;
    private static final String NEWEST_FIRST = " ORDER BY CREATED_AT DESC, ORDINAL DESC";

    private final JdbcClient client;

    JdbcRunStore(JdbcClient client) {
        this.client = client;
    }

    @Override
    public void create(Run run) {
        RunRow.insert(client, run);
    }

    @Override
    public Optional<Run> newest(RunIdentity identity) {
        return client.sql("SELECT * FROM LLMP_RUN WHERE IDENTITY = ? ORDER BY ORDINAL DESC LIMIT 1")
                .param(identity.digest())
                .query(RunRow::read)
                .optional();
    }

    @Override
    public Optional<Run> newestSibling(RunIdentity identity) {
        return client.sql(
                        "SELECT * FROM LLMP_RUN WHERE TEMPLATE = ? AND INPUT_PATH = ? AND OUTPUT_PATH = ? AND IDENTITY <> ?"
                                + NEWEST_FIRST + " LIMIT 1")
                .params(identity.provenance().template(), identity.input(), identity.output(), identity.digest())
                .query(RunRow::read)
                .optional();
    }

    @Override
    public List<Run> list() {
        return client.sql("SELECT * FROM LLMP_RUN" + NEWEST_FIRST)
                .query(RunRow::read)
                .list();
    }

    @Override
    public Run get(String prefix) {
        List<Run> found = prefix.equals("last")
                ? client.sql("SELECT * FROM LLMP_RUN" + NEWEST_FIRST + " LIMIT 1")
                        .query(RunRow::read)
                        .list()
                : client.sql("SELECT * FROM LLMP_RUN WHERE SUBSTRING(RUN_ID FROM 1 FOR ?) = ?" + NEWEST_FIRST)
                        .params(prefix.length(), prefix)
                        .query(RunRow::read)
                        .list();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw found.isEmpty()
                ? ProblemException.invalid("There is no run " + prefix + ".", "See llmp runs for those there are.")
                : ProblemException.invalid(
                        found.size() + " runs begin with " + prefix + ".", "Give more of the run's name.");
    }

    @Override
    public void started(RunId run, Instant at) {
        client.sql("UPDATE LLMP_RUN SET STATUS = ?, FAILURE = NULL, STARTED_AT = ?, ENDED_AT = NULL,"
                        + " EXECUTIONS = EXECUTIONS + 1 WHERE RUN_ID = ?")
                .params(RunStatus.RUNNING.name(), Times.toSql(at), run.value())
                .update();
    }

    @Override
    public void counted(RunId run, long items) {
        client.sql("UPDATE LLMP_RUN SET ITEMS = ? WHERE RUN_ID = ?")
                .params(items, run.value())
                .update();
    }

    @Override
    public void exported(RunId run) {
        client.sql("UPDATE LLMP_RUN SET EXPORTED = TRUE WHERE RUN_ID = ?")
                .param(run.value())
                .update();
    }

    @Override
    public void ended(RunId run, RunStatus status, @Nullable String failure, Instant at) {
        String words =
                failure != null && failure.length() > FAILURE_LIMIT ? failure.substring(0, FAILURE_LIMIT) : failure;
        client.sql("UPDATE LLMP_RUN SET STATUS = ?, FAILURE = ?, ENDED_AT = ? WHERE RUN_ID = ?")
                .param(status.name())
                .param(words)
                .param(Times.toSql(at))
                .param(run.value())
                .update();
    }

    @Override
    public void buryDead(Instant at) {
        client.sql("UPDATE LLMP_RUN SET STATUS = ?, FAILURE = ?, ENDED_AT = ? WHERE STATUS = ?")
                .params(
                        RunStatus.FAILED.name(),
                        "The process that worked on it died.",
                        Times.toSql(at),
                        RunStatus.RUNNING.name())
                .update();
    }

    @Override
    public boolean wroteOutput(String output) {
        return client.sql("SELECT COUNT(*) FROM LLMP_RUN WHERE OUTPUT_PATH = ? AND EXPORTED")
                        .param(output)
                        .query(Long.class)
                        .single()
                > 0;
    }
}
