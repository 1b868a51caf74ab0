package io.llmp.batch.llm;

import java.net.URI;

/**
 * Starts local servers that speak OpenAI's chat completions protocol over HTTP and make up their answers, so that a job
 * can be tried, measured and broken without a key. Safe for use by many threads.
 *
 * <p>An answer satisfies the JSON schema that the request asks for (in {@code response_format}, or else in its system
 * message), picks enum values by the words of the last user message, and is the same whenever the same request is sent
 * under the same seed. A row that is word for word one of the request's examples gets that example's answer. A fault is
 * decided by the request, the seed and how often the request came before: a retry may fare better.
 *
 * <p>A row that carries one of these texts decides its own fate, whatever the rates say:
 * {@code [[simulate:refusal]]}, {@code [[simulate:content_filter]]}, {@code [[simulate:invalid]]} (an answer that breaks
 * the schema), {@code [[simulate:truncated]]}, {@code [[simulate:error]]} (a 500), {@code [[simulate:throttle]]} (a 429),
 * {@code [[simulate:reset]]} (a dropped connection), {@code [[simulate:hang]]}; and it does so each time it is sent.
 * The model {@code no-such-model} is unknown to it; every other name is served.
 *
 * <p>Beside {@code /v1/chat/completions} and {@code /v1/models} it serves {@code /stats}: how many requests came
 * ({@code requests}), were {@code answered}, {@code throttled} or failed ({@code errors}), are and were at most
 * {@code in_flight} at once, how many {@code distinct} requests were answered and how often the one answered most
 * ({@code most_answers_for_one_request}), the tokens billed, and the summed time requests spent inside ({@code busy_ms}).
 */
public interface Simulator {

    /**
     * Starts a server on the loopback address.
     *
     * @param port the port, or 0 for any free one
     * @throws io.llmp.batch.problem.ProblemException when the port is taken
     */
    Server start(int port, SimulatorSettings settings);

    /** A running server, until it is closed. */
    interface Server extends AutoCloseable {

        /** What to give as {@code base-url}, for instance {@code http://127.0.0.1:8089/v1}. */
        URI baseUrl();

        /** Stops answering; connections are dropped. */
        @Override
        void close();
    }
}
