package io.llmp.batch.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events for good: they are added, never changed and never removed. Safe for use by many threads. A failure of the
 * database is a {@code DataAccessException}.
 */
public interface EventLog {

    /**
     * Adds an event to the transaction under way, so that it is kept if and only if the change is that it tells of.
     *
     * @throws IllegalStateException when no transaction is under way
     */
    void append(EventKind kind, EventSubject subject, @Nullable String reason, Instant at);

    /**
     * Returns what happened to a template, newest first.
     *
     * @param runs whether what happened to its runs belongs to it
     * @param since only from this moment on, or null for all
     */
    List<Event> ofTemplate(String template, boolean runs, @Nullable Instant since);

    /**
     * Returns what happened to a run, newest first.
     *
     * @param since only from this moment on, or null for all
     */
    List<Event> ofRun(String run, @Nullable Instant since);
}
