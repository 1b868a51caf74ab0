package io.llmp.batch.record.jdbc;

import io.llmp.batch.event.EventKind;
import io.llmp.batch.event.EventLog;
import io.llmp.batch.event.EventSubject;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunIdentity;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.RunStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs in the table {@code LLMP_RUN}, and what happens to them as events in the same transaction. */
final class JdbcRunStore implements RunStore {

    private static final int FAILURE_LIMIT = 4000;
    private static final String DIED = "The process that worked on it died.";
    private static final String NEWEST_FIRST = " ORDER BY CREATED_AT DESC, ORDINAL DESC";

    private final JdbcClient client;
    private final TransactionTemplate transaction;
    private final EventLog events;

    /** @param events keeps them in the same data source */
    JdbcRunStore(JdbcClient client, TransactionTemplate transaction, EventLog events) {
        this.client = client;
        this.transaction = transaction;
        this.events = events;
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
        transaction.executeWithoutResult(status -> {
            client.sql("UPDATE LLMP_RUN SET STATUS = ?, FAILURE = NULL, STARTED_AT = ?, ENDED_AT = NULL,"
                            + " EXECUTIONS = EXECUTIONS + 1 WHERE RUN_ID = ?")
                    .params(RunStatus.RUNNING.name(), Times.toSql(at), run.value())
                    .update();
            Run begun = get(run);
            note(begun.executions() > 1 ? EventKind.RUN_RESTARTED : EventKind.RUN_STARTED, begun, null, at);
        });
    }

    private Run get(RunId run) {
        return client.sql("SELECT * FROM LLMP_RUN WHERE RUN_ID = ?")
                .param(run.value())
                .query(RunRow::read)
                .single();
    }

    private void note(EventKind kind, Run run, @Nullable String reason, Instant at) {
        Provenance made = run.identity().provenance();
        EventSubject subject =
                new EventSubject(made.template(), made.version(), run.id().value());
        events.append(kind, subject, reason, at);
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
        transaction.executeWithoutResult(begun -> {
            client.sql("UPDATE LLMP_RUN SET STATUS = ?, FAILURE = ?, ENDED_AT = ? WHERE RUN_ID = ?")
                    .param(status.name())
                    .param(words)
                    .param(Times.toSql(at))
                    .param(run.value())
                    .update();
            note(end(status), get(run), words, at);
        });
    }

    private static EventKind end(RunStatus status) {
        return switch (status) {
            case COMPLETED -> EventKind.RUN_COMPLETED;
            case STOPPED -> EventKind.RUN_STOPPED;
            case FAILED -> EventKind.RUN_FAILED;
            case RUNNING -> throw new IllegalArgumentException("status must be that of an end but was " + status);
        };
    }

    @Override
    public void buryDead(Instant at) {
        transaction.executeWithoutResult(
                status -> client.sql("SELECT * FROM LLMP_RUN WHERE STATUS = ? ORDER BY CREATED_AT")
                        .param(RunStatus.RUNNING.name())
                        .query(RunRow::read)
                        .list()
                        .forEach(dead -> ended(dead.id(), RunStatus.FAILED, DIED, at)));
    }

    @Override
    public Map<Integer, Long> countByVersion(String template) {
        Map<Integer, Long> counts = new LinkedHashMap<>();
        client.sql("SELECT TEMPLATE_VERSION, COUNT(*) AS RUNS FROM LLMP_RUN WHERE TEMPLATE = ?"
                        + " GROUP BY TEMPLATE_VERSION ORDER BY TEMPLATE_VERSION DESC")
                .param(template)
                .query((RowCallbackHandler) row -> counts.put(row.getInt("TEMPLATE_VERSION"), row.getLong("RUNS")));
        return counts;
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
