package io.llmp.batch.record;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes runs that nobody needs any more, with their records; their events are kept. Safe for use by many threads. A
 * failure of the database is a {@link org.springframework.dao.DataAccessException}.
 */
public interface RunPruning {

    /**
     * Returns the runs that ended before a moment, the first to end first. A run that is marked as running is never among
     * them.
     *
     * @param template only those of this template, or null for all
     */
    List<Run> endedBefore(Instant moment, @Nullable String template);

    /** Returns the runs with answers that later runs would find and reuse. */
    Set<RunId> reusable();

    /**
     * Removes a run that is not marked as running, and the answers in it from what is reused. The records go first and in
     * several transactions, so what a process leaves that dies meanwhile is a run that can be removed again.
     */
    void remove(RunId run);
}
