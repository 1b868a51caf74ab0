package io.llmp.batch.llm;

import io.llmp.batch.limit.ReportedLimits;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A call that got no reply of use.
 *
 * @param message what happened, in the provider's words where it gave any; never holds a key
 * @param retryAfter how long the provider asked to wait, or null when it did not
 * @param requestId the provider's name of the call, or null when it gave none
 * @param billed the tokens that the provider bills all the same; null when it may bill some and nobody knows how many
 */
public record CallFailure(
        FailureKind kind,
        String message,
        @Nullable Duration retryAfter,
        @Nullable String requestId,
        ReportedLimits limits,
        @Nullable Usage billed)
        implements ModelResult {

    private static final Pattern STATUS = Pattern.compile("HTTP \\d{3}\\b");

    /** A failure that the provider bills nothing for. */
    public CallFailure(
            FailureKind kind,
            String message,
            @Nullable Duration retryAfter,
            @Nullable String requestId,
            ReportedLimits limits) {
        this(kind, message, retryAfter, requestId, limits, Usage.NONE);
    }

    /** Returns a failure about which the provider said no more than {@code message}. */
    public static CallFailure of(FailureKind kind, String message) {
        return new CallFailure(kind, message, null, null, ReportedLimits.NONE);
    }

    /**
     * Returns what a log may have of this failure: its kind, the status and the provider's name of the call. The provider's
     * words stay out, because they may repeat what was in a row.
     */
    public String facts() {
        Matcher status = STATUS.matcher(message);
        return kind
                + (status.lookingAt() ? ", " + status.group() : "")
                + (requestId == null ? "" : ", request " + requestId);
    }

    /** Returns this failure as one of another kind. */
    public CallFailure as(FailureKind other) {
        return new CallFailure(other, message, retryAfter, requestId, limits, billed);
    }

    /** Returns this failure in other words. */
    public CallFailure saying(String words) {
        return new CallFailure(kind, words, retryAfter, requestId, limits, billed);
    }

    /** Returns this failure with what the provider bills for it; null when nobody knows. */
    public CallFailure billing(@Nullable Usage tokens) {
        return new CallFailure(kind, message, retryAfter, requestId, limits, tokens);
    }
}
