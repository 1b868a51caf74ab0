package io.llmp.batch.llm.simulator;

import java.util.function.LongSupplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the server did so far, for {@code /stats}. Safe for use by many threads. */
final class Tally {

    private final RequestCounts counts;
    private final LongSupplier nanoTime;

    private long requests;
    private long answered;
    private long throttled;
    private long errors;
    private long distinct;
    private long mostAnswers;
    private long promptTokens;
    private long completionTokens;
    private int inFlight;
    private int maxInFlight;
    private long busyNanos;
    private long lastChange;

    Tally(RequestCounts counts, LongSupplier nanoTime) {
        this.counts = counts;
        this.nanoTime = nanoTime;
        lastChange = nanoTime.getAsLong();
    }

    /** A request came in; one of the other methods is to be called when it is done with. */
    synchronized void received() {
        advance();
        requests++;
        inFlight++;
        maxInFlight = Math.max(maxInFlight, inFlight);
    }

    /** A request was answered, which a provider would bill, whether or not the caller still listens. */
    synchronized void answered(Usage usage) {
        leave();
        answered++;
        promptTokens += usage.promptTokens();
        completionTokens += usage.completionTokens();
        int answers = counts.answered(usage.request());
        if (answers == 1) {
            distinct++;
        }
        mostAnswers = Math.max(mostAnswers, answers);
    }

    /** A request was turned away with a 429. */
    synchronized void throttled() {
        leave();
        throttled++;
    }

    /** A request failed: it was answered with another error, or its connection was dropped. */
    synchronized void failed() {
        leave();
        errors++;
    }

    synchronized ObjectNode snapshot() {
        advance();
        return JsonNodeFactory.instance
                .objectNode()
                .put("requests", requests)
                .put("answered", answered)
                .put("throttled", throttled)
                .put("errors", errors)
                .put("in_flight", inFlight)
                .put("max_in_flight", maxInFlight)
                .put("distinct", distinct)
                .put("most_answers_for_one_request", mostAnswers)
                .put("prompt_tokens", promptTokens)
                .put("completion_tokens", completionTokens)
                .put("busy_ms", busyNanos / 1_000_000);
    }

    private void leave() {
        advance();
        inFlight--;
    }

    private void advance() {
        long now = nanoTime.getAsLong();
        busyNanos += inFlight * (now - lastChange);
        lastChange = now;
    }
}
