package io.llmp.batch.simulator.model;

import io.llmp.batch.simulator.request.CountedTokens;
import io.llmp.batch.simulator.request.Reply;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to happen to one request, and after how long. */
public sealed interface Fate {

    /**
     * The request is replied to.
     *
     * @param billed what is paid for, for an answer; null for an error
     */
    record Send(Reply reply, @Nullable Billed billed, long delayNanos, Delivery delivery) implements Fate {

        Send with(Map<String, String> headers) {
            return new Send(reply.with(headers), billed, delayNanos, delivery);
        }
    }

    /**
     * An answer that is paid for.
     *
     * @param request the key of what was asked
     */
    record Billed(long request, CountedTokens usage) {}

    /** How a reply gets to the caller. */
    enum Delivery {
        WHOLE,
        /** In small pieces. */
        SLOW,
        /** Less of it than announced, and then the end of the connection. */
        CUT
    }

    /** The connection is dropped without a reply. */
    record Drop(long delayNanos) implements Fate {}

    /** Nothing, until the caller gives up. */
    record Silence() implements Fate {}

    /** An error that comes at once. */
    static Fate refuse(Reply reply) {
        return new Send(reply, null, 0, Delivery.WHOLE);
    }
}
