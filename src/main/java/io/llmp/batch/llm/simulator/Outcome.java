package io.llmp.batch.llm.simulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to happen to one request, and after how long. */
sealed interface Outcome {

    /**
     * The request is replied to.
     *
     * @param usage what is billed, for an answer; null for an error
     */
    record Send(Reply reply, @Nullable Usage usage, long delayNanos) implements Outcome {

        Send with(Map<String, String> headers) {
            return new Send(reply.with(headers), usage, delayNanos);
        }
    }

    /** The connection is dropped without a reply. */
    record Drop(long delayNanos) implements Outcome {}

    /** Nothing, until the caller gives up. */
    record Silence() implements Outcome {}

    /** An error that comes at once. */
    static Outcome refuse(Reply reply) {
        return new Send(reply, null, 0);
    }
}
