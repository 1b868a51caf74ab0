package io.llmp.batch.event.jdbc;

import io.llmp.batch.event.Event;
import io.llmp.batch.event.EventKind;
import io.llmp.batch.event.EventLog;
import io.llmp.batch.event.EventSubject;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Event logs for the tests of what is noted in them. */
public final class Events {

    private Events() {}

    /** Returns the log in {@code dataSource}. */
    public static EventLog in(DataSource dataSource) {
        return new JdbcEventLog(JdbcClient.create(dataSource), () -> "somebody");
    }

    /** Returns a log that fails once it has added an event, as a process does that dies before its commit. */
    public static EventLog failing(DataSource dataSource) {
        return with(dataSource, () -> {
            throw new IllegalStateException("died after the event");
        });
    }

    /** Returns a log that does something else once it has added an event, before that is committed. */
    public static EventLog with(DataSource dataSource, Runnable beforeCommit) {
        EventLog log = in(dataSource);
        return new EventLog() {
            @Override
            public void append(EventKind kind, EventSubject subject, @Nullable String reason, Instant at) {
                log.append(kind, subject, reason, at);
                beforeCommit.run();
            }

            @Override
            public List<Event> ofTemplate(String template, boolean runs, @Nullable Instant since) {
                return log.ofTemplate(template, runs, since);
            }

            @Override
            public List<Event> ofRun(String run, @Nullable Instant since) {
                return log.ofRun(run, since);
            }
        };
    }
}
