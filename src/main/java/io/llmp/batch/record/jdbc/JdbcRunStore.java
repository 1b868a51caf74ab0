package io.llmp.batch.record.jdbc;

import io.llmp.batch.event.EventLog;
import io.llmp.batch.record.ExecutionStart;
import io.llmp.batch.record.Lease;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunIdentity;
import io.llmp.batch.record.RunOrder;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Runs in the table {@code LLMP_RUN}, their counts from their splits, and what happens to them as events in the same transaction. */
final class JdbcRunStore implements RunStore {

    static final String NEWEST_FIRST = " ORDER BY CREATED_AT DESC, ORDINAL DESC";

    private final JdbcClient client;
    private final TransactionOperations transaction;
    private final RunLeases leases;

    /** @param events keeps them in the same data source */
    JdbcRunStore(JdbcTemplate jdbc, TransactionOperations transaction, EventLog events) {
        this.client = JdbcClient.create(jdbc);
        this.transaction = transaction;
        this.leases = new RunLeases(jdbc, transaction, events);
    }

    @Override
    public Run create(Run run) {
        try {
            RunRow.insert(client, run);
            return run;
        } catch (DuplicateKeyException e) {
            return newest(run.identity()).orElseThrow(() -> e);
        }
    }

    @Override
    public Optional<Run> newest(RunIdentity identity) {
        return client.sql(RunRow.SELECT + " WHERE IDENTITY = ? ORDER BY ORDINAL DESC LIMIT 1")
                .param(identity.digest())
                .query(RunRow::read)
                .optional();
    }

    @Override
    public Optional<Run> newestSibling(RunIdentity identity) {
        return client.sql(RunRow.SELECT + " WHERE TEMPLATE = ? AND INPUT_PATH = ? AND OUTPUT_PATH = ? AND IDENTITY <> ?"
                        + NEWEST_FIRST + " LIMIT 1")
                .params(identity.provenance().template(), identity.input(), identity.output(), identity.digest())
                .query(RunRow::read)
                .optional();
    }

    @Override
    public List<Run> list() {
        return client.sql(RunRow.SELECT + NEWEST_FIRST).query(RunRow::read).list();
    }

    @Override
    public Run get(String prefix) {
        List<Run> found = prefix.equals("last")
                ? client.sql(RunRow.SELECT + " WHERE R.RUN_ID = (SELECT RUN_ID FROM LLMP_RUN" + NEWEST_FIRST
                                + " LIMIT 1)")
                        .query(RunRow::read)
                        .list()
                : client.sql(RunRow.SELECT + " WHERE SUBSTRING(R.RUN_ID FROM 1 FOR ?) = ?" + NEWEST_FIRST)
                        .params(prefix.length(), prefix)
                        .query(RunRow::read)
                        .list();
        if (found.size() == 1 && !prefix.isEmpty()) {
            return found.get(0);
        }
        throw new RunNames(client).misnamed(prefix);
    }

    /** In a transaction of its own, so that whoever reads a run while it answers another keeps no connection. */
    @Override
    public Optional<Run> find(RunId run) {
        return transaction.execute(status -> client.sql(RunRow.SELECT + " WHERE R.RUN_ID = ?")
                .param(run.value())
                .query(RunRow::read)
                .optional());
    }

    @Override
    public Optional<String> spec(RunId run) {
        return text("SPEC", run);
    }

    @Override
    public Optional<String> arguments(RunId run) {
        return text("OPTIONS", run);
    }

    private Optional<String> text(String column, RunId run) {
        return client.sql("SELECT " + column + " FROM LLMP_RUN WHERE RUN_ID = ? AND " + column + " IS NOT NULL")
                .param(run.value())
                .query(String.class)
                .optional();
    }

    @Override
    public void replaceArguments(RunId run, String spec) {
        client.sql("UPDATE LLMP_RUN SET SPEC = ?, OPTIONS = NULL WHERE RUN_ID = ? AND OPTIONS IS NOT NULL")
                .params(spec, run.value())
                .update();
    }

    @Override
    public Lease begin(RunId run, ExecutionStart execution, Instant at) {
        return leases.begin(run, execution, at);
    }

    @Override
    public Optional<Instant> heldUntil(RunId run) {
        return leases.heldUntil(run);
    }

    @Override
    public void renew(Lease lease, Duration span) {
        leases.renew(lease, span);
    }

    @Override
    public Optional<RunOrder> order(Lease lease) {
        return leases.order(lease);
    }

    @Override
    public void exported(Lease lease) {
        leases.change(lease, "EXPORTED = TRUE");
    }

    @Override
    public void end(Lease lease, RunStatus status, @Nullable String reason, Instant at) {
        leases.end(lease, status, reason, at);
    }

    @Override
    public boolean order(RunId run, RunOrder order, Instant at) {
        return leases.order(run, order, at);
    }

    @Override
    public void resume(RunId run, @Nullable String reason, Instant at) {
        leases.resume(run, reason, at);
    }

    @Override
    public void failOrphanedRuns(boolean alone, Instant at) {
        leases.failOrphanedRuns(alone, at);
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
    public Set<String> outputs(String input) {
        return client.sql("SELECT DISTINCT OUTPUT_PATH FROM LLMP_RUN WHERE INPUT_PATH = ? AND EXPORTED")
                .param(input)
                .query(String.class)
                .set();
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
