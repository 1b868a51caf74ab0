package io.llmp.batch.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a run was made and worked.
 *
 * @param startedAt begin of the last execution, or null before the first
 * @param endedAt end of the last execution, or null while it lasts
 */
public record RunTimes(
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {}
