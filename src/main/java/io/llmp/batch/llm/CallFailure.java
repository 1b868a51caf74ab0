package io.llmp.batch.llm;

import io.llmp.batch.limit.ReportedLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call that got no reply.
 *
 * @param message what happened, in the provider's words where it gave any; never holds a key
 * @param retryAfter how long the provider asked to wait, or null when it did not
 * @param requestId the provider's name of the call, or null when it gave none
 */
public record CallFailure(
        FailureKind kind,
        String message,
        @Nullable Duration retryAfter,
        @Nullable String requestId,
        ReportedLimits limits)
        implements ModelResult {

    /** Returns a failure about which the provider said no more than {@code message}. */
    public static CallFailure of(FailureKind kind, String message) {
        return new CallFailure(kind, message, null, null, ReportedLimits.NONE);
    }
}
