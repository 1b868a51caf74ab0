package io.llmp.batch.simulator.api;

import io.llmp.batch.simulator.limit.Denial;
import io.llmp.batch.simulator.limit.Measure;
import io.llmp.batch.simulator.limit.Quota;
import io.llmp.batch.simulator.request.ChatRequest;
import io.llmp.batch.simulator.request.Completion;
import io.llmp.batch.simulator.request.CountedTokens;
import io.llmp.batch.simulator.request.Problem;
import io.llmp.batch.simulator.request.RejectedRequest;
import io.llmp.batch.simulator.request.Reply;
import java.time.Instant;
import java.util.Map;
import org.apache.hc.core5.http.HttpRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How one provider writes what all of them say. Safe for use by many threads. */
public interface ApiStyle {

    /** The path that answers are asked for at. */
    String path();

    /** The header that names a call. */
    String requestIdHeader();

    /** Returns why the caller is not let in, or null when it is. */
    @Nullable
    Problem keyProblem(HttpRequest request, String key);

    /**
     * Reads what is wanted.
     *
     * @throws RejectedRequest when it is no request that can be served
     */
    ChatRequest read(JsonNode body);

    /**
     * Returns the answer's body.
     *
     * @param id 64 bits of its own
     */
    ObjectNode answer(ChatRequest request, Completion completion, CountedTokens usage, long id, Instant now);

    /** Whether an answer that a filter withholds is one at all, paid for; otherwise it is an error. */
    boolean isFilteredAnswered();

    Reply error(Problem problem, String requestId);

    /** Returns the 429 of a limit that was reached. */
    Reply denied(Denial denial, String model, String requestId);

    /** Returns the headers that tell what is left of the limits. */
    Map<String, String> limitHeaders(Map<Measure, Quota.Level> levels, Instant now);
}
