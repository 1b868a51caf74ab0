package io.llmp.batch.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change: when, who, what, of what, and why.
 *
 * @param id grows with every event, in the order of the changes
 * @param createdBy the operating system's name of the user whose process made the change
 * @param reason why, in the user's words or in those of the failure; null when nobody said
 */
public record Event(
        long id,
        Instant createdAt,
        String createdBy,
        EventKind kind,
        EventSubject subject,
        @Nullable String reason) {}
