package io.llmp.batch.llm;

import io.llmp.batch.limit.ReportedLimits;
import org.jspecify.annotations.Nullable;

/**
 * A model's reply. It was paid for, whether or not it is of use.
 *
 * @param content the text; empty when there is none
 * @param ending why the text ends where it does
 * @param finishReason the provider's own word for the ending, or null when it gave none
 * @param requestId the provider's name of the call, or null when it gave none
 */
public record ModelReply(
        String content,
        Ending ending,
        @Nullable String finishReason,
        @Nullable String requestId,
        Usage usage,
        ReportedLimits limits)
        implements ModelResult {

    /** Why a reply ends where it does. */
    public enum Ending {
        /** The model had said all it wanted to. */
        COMPLETE,
        /** A bound on the answer's length cut it off. */
        TRUNCATED,
        /** The model declined to answer; the content says why. */
        REFUSED,
        /** A filter of the provider withheld the answer. */
        FILTERED
    }
}
