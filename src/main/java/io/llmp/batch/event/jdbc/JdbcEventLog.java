package io.llmp.batch.event.jdbc;

import io.llmp.batch.event.Actor;
import io.llmp.batch.event.Event;
import io.llmp.batch.event.EventKind;
import io.llmp.batch.event.EventLog;
import io.llmp.batch.event.EventSubject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Events in the table {@code LLMP_EVENT}. The SQL is common to HSQLDB and PostgreSQL. */
final class JdbcEventLog implements EventLog {

    private static final int LONGEST_USER = 200;
    private static final int LONGEST_REASON = 4000;
    private static final String SINCE = " AND CREATED_AT >= ? ORDER BY EVENT_ID DESC";

    private final JdbcClient client;
    private final Actor actor;

    /** @param actor who makes the changes */
    JdbcEventLog(JdbcClient client, Actor actor) {
        this.client = client;
        this.actor = actor;
    }

    @Override
    public void append(EventKind kind, EventSubject subject, @Nullable String reason, Instant at) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an event must be added in the transaction of its change: " + kind);
        }
        client.sql("INSERT INTO LLMP_EVENT (CREATED_AT, CREATED_BY, EVENT, TEMPLATE, TEMPLATE_VERSION, RUN_ID, REASON)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)")
                .param(at.atOffset(ZoneOffset.UTC))
                .param(bounded(actor.name(), LONGEST_USER))
                .param(kind.name())
                .param(subject.template())
                .param(subject.version())
                .param(subject.run())
                .param(reason == null ? null : bounded(reason, LONGEST_REASON))
                .update();
    }

    @Override
    public List<Event> ofTemplate(String template, boolean runs, @Nullable Instant since) {
        return query("TEMPLATE = ?" + (runs ? "" : " AND RUN_ID IS NULL"), template, since);
    }

    @Override
    public List<Event> ofRun(String run, @Nullable Instant since) {
        return query("RUN_ID = ?", run, since);
    }

    private List<Event> query(String condition, String subject, @Nullable Instant since) {
        return client.sql("SELECT * FROM LLMP_EVENT WHERE " + condition + SINCE)
                .params(subject, (since == null ? Instant.EPOCH : since).atOffset(ZoneOffset.UTC))
                .query(JdbcEventLog::event)
                .list();
    }

    private static Event event(ResultSet row, int number) throws SQLException {
        return new Event(
                row.getLong("EVENT_ID"),
                row.getObject("CREATED_AT", OffsetDateTime.class).toInstant(),
                row.getString("CREATED_BY"),
                EventKind.valueOf(row.getString("EVENT")),
                new EventSubject(
                        row.getString("TEMPLATE"),
                        row.getObject("TEMPLATE_VERSION", Integer.class),
                        row.getString("RUN_ID")),
                row.getString("REASON"));
    }

    private static String bounded(String text, int length) {
        return text.substring(0, Math.min(text.length(), length));
    }
}
