package io.llmp.batch.record.jdbc;

import io.llmp.batch.event.EventKind;
import io.llmp.batch.event.EventLog;
import io.llmp.batch.event.EventSubject;
import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.ExecutionStart;
import io.llmp.batch.record.Lease;
import io.llmp.batch.record.LeaseLostException;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunOrder;
import io.llmp.batch.record.RunStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Who works on a run and what is asked of it meanwhile: every change of a run's state, each with its event. */
final class RunLeases {

    private static final int REASON_LIMIT = 4000;
    private static final int PLACE_LIMIT = 300;

    private final JdbcClient client;
    private final TransactionOperations transaction;
    private final EventLog events;
    private final StartConditions start;
    private final SplitRows splits;

    RunLeases(JdbcTemplate jdbc, TransactionOperations transaction, EventLog events) {
        this.client = JdbcClient.create(jdbc);
        this.splits = new SplitRows(jdbc);
        this.transaction = transaction;
        this.events = events;
        this.start = new StartConditions(client);
    }

    Lease begin(RunId run, ExecutionStart execution, Instant at) {
        transaction.executeWithoutResult(begun -> {
            Run before = lock(run);
            if (isOwnedBy(run, execution.owner())) {
                // By a transaction whose end was not seen, so that it is repeated.
                return;
            }
            start.require(before, isAlive(run));
            if (isOwned(run)) {
                buryOne(before, at);
            }
            client.sql("UPDATE LLMP_RUN SET STATUS = ?, FAILURE = NULL, STARTED_AT = ?, ENDED_AT = NULL,"
                            + " EXECUTIONS = EXECUTIONS + 1, OWNER = ?, OWNER_PLACE = ?, AT_RISK = ?, SPEC = ?, PRICES = ?,"
                            + " OPTIONS = NULL, REQUESTED = NULL, REQUEST_REASON = NULL, LEASE_UNTIL = "
                            + after(execution.lease())
                            + " WHERE RUN_ID = ?")
                    .param(RunStatus.RUNNING.name())
                    .param(Times.toSql(at))
                    .param(execution.owner())
                    .param(shorten(execution.place(), PLACE_LIMIT))
                    .param(execution.atRisk())
                    .param(execution.spec())
                    .param(RunRow.prices(before, execution.price()))
                    .param(run.value())
                    .update();
            note(before.executions() > 0 ? EventKind.RUN_RESTARTED : EventKind.RUN_STARTED, before, null, at);
        });
        return new Lease(run, execution.owner());
    }

    /** Keeps others from changing the run until this transaction ends; then returns it. */
    private Run lock(RunId run) {
        client.sql("UPDATE LLMP_RUN SET EXECUTIONS = EXECUTIONS WHERE RUN_ID = ?")
                .param(run.value())
                .update();
        return get(run);
    }

    private Run get(RunId run) {
        return client.sql(RunRow.SELECT + " WHERE R.RUN_ID = ?")
                .param(run.value())
                .query(RunRow::read)
                .single();
    }

    private boolean isAlive(RunId run) {
        return heldUntil(run).isPresent();
    }

    Optional<Instant> heldUntil(RunId run) {
        return client.sql("SELECT LEASE_UNTIL FROM LLMP_RUN"
                        + " WHERE RUN_ID = ? AND OWNER IS NOT NULL AND LEASE_UNTIL >= CURRENT_TIMESTAMP")
                .param(run.value())
                .query((row, number) -> Times.readPresent(row, "LEASE_UNTIL"))
                .optional();
    }

    private boolean isOwned(RunId run) {
        return count("RUN_ID = ? AND OWNER IS NOT NULL", run.value()) > 0;
    }

    private boolean isOwnedBy(RunId run, String owner) {
        return count("RUN_ID = ? AND OWNER = ?", run.value(), owner) > 0;
    }

    private long count(String condition, Object... parameters) {
        return client.sql("SELECT COUNT(*) FROM LLMP_RUN WHERE " + condition)
                .params(parameters)
                .query(Long.class)
                .single();
    }

    /** The store's clock decides, so that the clocks of those who share it need not agree. */
    private static String after(Duration span) {
        return "CURRENT_TIMESTAMP + INTERVAL '" + span.toSeconds() + "' SECOND";
    }

    void renew(Lease lease, Duration span) {
        change(lease, "LEASE_UNTIL = " + after(span));
    }

    Optional<RunOrder> order(Lease lease) {
        // A list tells a lease without an order from none.
        List<Optional<RunOrder>> held = client.sql(
                        "SELECT REQUESTED, REQUEST_REASON FROM LLMP_RUN WHERE RUN_ID = ? AND OWNER = ?")
                .params(lease.run().value(), lease.owner())
                .query(RunLeases::readOrder)
                .list();
        if (held.isEmpty()) {
            throw new LeaseLostException(lease);
        }
        return held.get(0);
    }

    private static Optional<RunOrder> readOrder(ResultSet row, int number) throws SQLException {
        String kind = row.getString("REQUESTED");
        return kind == null
                ? Optional.empty()
                : Optional.of(new RunOrder(RunOrder.Kind.valueOf(kind), row.getString("REQUEST_REASON")));
    }

    /** @throws LeaseLostException when another execution has the run */
    void change(Lease lease, String assignment, Object... parameters) {
        int changed = client.sql("UPDATE LLMP_RUN SET " + assignment + " WHERE RUN_ID = ? AND OWNER = ?")
                .params(parameters)
                .param(lease.run().value())
                .param(lease.owner())
                .update();
        if (changed == 0) {
            throw new LeaseLostException(lease);
        }
    }

    void end(Lease lease, RunStatus status, @Nullable String reason, Instant at) {
        transaction.executeWithoutResult(begun -> {
            Run run = lock(lease.run());
            if (isOwnedBy(lease.run(), lease.owner())) {
                end(run, status, reason, at);
            }
        });
    }

    /** Also keeps the execution that had the run, and may only be stalled, from storing more: it has no split any longer. */
    private void end(Run run, RunStatus status, @Nullable String reason, Instant at) {
        splits.release(run.id());
        if (status.isFinal()) {
            // Nobody looks at its splits any more, and the embedded database holds all of them in memory.
            splits.reset(run.id(), get(run.id()).counts());
        }
        String words = cut(reason);
        client.sql("UPDATE LLMP_RUN SET STATUS = ?, FAILURE = ?, ENDED_AT = ?, COMPLETIONS = COMPLETIONS + ?,"
                        + " OWNER = NULL, OWNER_PLACE = NULL, LEASE_UNTIL = NULL, REQUESTED = NULL,"
                        + " REQUEST_REASON = NULL WHERE RUN_ID = ?")
                .param(status.name())
                .param(words)
                .param(Times.toSql(at))
                .param(status == RunStatus.COMPLETED ? 1 : 0)
                .param(run.id().value())
                .update();
        note(kind(status), run, words, at);
    }

    private static EventKind kind(RunStatus status) {
        return switch (status) {
            case COMPLETED -> EventKind.RUN_COMPLETED;
            case STOPPED -> EventKind.RUN_STOPPED;
            case PAUSED -> EventKind.RUN_PAUSED;
            case ABANDONED -> EventKind.RUN_ABANDONED;
            case FAILED -> EventKind.RUN_FAILED;
            case RUNNING -> throw new IllegalArgumentException("status must be that of an end but was " + status);
        };
    }

    boolean order(RunId id, RunOrder order, Instant at) {
        return Boolean.TRUE.equals(transaction.execute(begun -> {
            Run run = lock(id);
            if (isAlive(id)) {
                client.sql("UPDATE LLMP_RUN SET REQUESTED = ?, REQUEST_REASON = ? WHERE RUN_ID = ?")
                        .param(order.kind().name())
                        .param(cut(order.reason()))
                        .param(id.value())
                        .update();
                return true;
            }
            requireOrderable(run, order.kind());
            end(run, order.kind().status(), order.reason(), at);
            return false;
        }));
    }

    private static void requireOrderable(Run run, RunOrder.Kind kind) {
        if (run.status().isFinal() || run.status() == kind.status() || kind == RunOrder.Kind.STOP) {
            throw ProblemException.invalid(
                    "Run " + run.id() + " is not running: it is "
                            + run.status().name().toLowerCase(Locale.ROOT) + ".",
                    "See " + Operation.SHOW_RUN.on(run.id()) + ".");
        }
    }

    void resume(RunId id, @Nullable String reason, Instant at) {
        transaction.executeWithoutResult(begun -> {
            Run run = lock(id);
            if (run.status() != RunStatus.PAUSED) {
                throw ProblemException.invalid(
                        "Run " + id + " is not paused: it is "
                                + run.status().name().toLowerCase(Locale.ROOT) + ".",
                        "See " + Operation.SHOW_RUN.on(id) + ".");
            }
            client.sql("UPDATE LLMP_RUN SET STATUS = ?, FAILURE = NULL WHERE RUN_ID = ?")
                    .params(RunStatus.STOPPED.name(), id.value())
                    .update();
            note(EventKind.RUN_RESUMED, run, cut(reason), at);
        });
    }

    void failOrphanedRuns(boolean alone, Instant at) {
        String dead = alone ? "" : " AND (LEASE_UNTIL IS NULL OR LEASE_UNTIL < CURRENT_TIMESTAMP)";
        transaction.executeWithoutResult(
                begun -> client.sql(RunRow.SELECT + " WHERE STATUS = ?" + dead + " ORDER BY CREATED_AT")
                        .param(RunStatus.RUNNING.name())
                        .query(RunRow::read)
                        .list()
                        .forEach(run -> buryOne(run, at)));
    }

    private void buryOne(Run run, Instant at) {
        long atRisk = splits.atRisk(run.id());
        Long items = run.items();
        long left =
                items == null ? atRisk : Math.min(atRisk, items - run.counts().done());
        end(
                run,
                RunStatus.FAILED,
                "The process that worked on it died"
                        + (left > 0 ? "; up to " + left + " calls may have been paid without an answer kept." : "."),
                at);
    }

    private void note(EventKind kind, Run run, @Nullable String reason, Instant at) {
        Provenance made = run.identity().provenance();
        EventSubject subject =
                new EventSubject(made.template(), made.version(), run.id().value());
        events.append(kind, subject, reason, at);
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null ? null : shorten(text, REASON_LIMIT);
    }

    private static String shorten(String text, int limit) {
        return text.length() <= limit ? text : text.substring(0, limit);
    }
}
