package io.llmp.batch.llm;

import io.llmp.batch.limit.ReportedLimits;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's reply. It was paid for, whether or not it is of use.
 *
 * @param content the text; empty when there is none
 * @param ending why the text ends where it does
 * @param finishReason the provider's own word for the ending, or null when it gave none
 * @param requestId the provider's name of the call, or null when it gave none
 * @param details what most replies say nothing of
 */
public record ModelReply(
        String content,
        Ending ending,
        @Nullable String finishReason,
        @Nullable String requestId,
        Usage usage,
        ReportedLimits limits,
        Details details)
        implements ModelResult {

    /** A reply that says no more than its text and what it took. */
    public ModelReply(
            String content,
            Ending ending,
            @Nullable String finishReason,
            @Nullable String requestId,
            Usage usage,
            ReportedLimits limits) {
        this(content, ending, finishReason, requestId, usage, limits, Details.NONE);
    }

    /** Returns the same reply without what the provider said about its limits. */
    public ModelReply withoutLimits() {
        return new ModelReply(content, ending, finishReason, requestId, usage, ReportedLimits.NONE, details);
    }

    /** Why a reply ends where it does. */
    public enum Ending {
        /** The model had said all it wanted to. */
        COMPLETE,
        /** A bound on the answer's length cut it off. */
        TRUNCATED,
        /** The model's context was full, so that a higher bound would not have helped. */
        CONTEXT_FULL,
        /** The model declined to answer; the content says why. */
        REFUSED,
        /** A filter of the provider withheld the answer. */
        FILTERED
    }

    /**
     * What most replies say nothing of.
     *
     * @param elsewhere texts beside the content, in which some servers put the answer
     * @param model the model that answered, by the reply; null when it does not say
     * @param fallback whether a gateway says that it asked another model than the one it was to ask
     * @param dollars what the provider says that the call costs, in US dollars; null when it does not say
     */
    public record Details(
            List<Elsewhere> elsewhere,
            @Nullable String model,
            boolean fallback,
            @Nullable BigDecimal dollars) {

        /** Nothing. */
        public static final Details NONE = new Details(List.of(), null, false, null);

        public Details {
            elsewhere = List.copyOf(elsewhere);
        }
    }

    /**
     * A text beside the content.
     *
     * @param place what it is: {@code tool call}, {@code reasoning}
     */
    public record Elsewhere(String place, String text) {}
}
