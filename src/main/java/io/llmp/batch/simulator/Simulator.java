package io.llmp.batch.simulator;

import java.net.URI;

/**
 * Starts local servers that speak the providers' protocols over HTTP and make up their answers, so that a job can be
 * tried, measured and broken without a key: OpenAI's chat completions at {@code /v1/chat/completions}, Anthropic's messages
 * at {@code /v1/messages}, each with its own forms of errors and of headers about limits. Safe for use by many threads.
 *
 * <p>An answer satisfies the JSON schema that the request asks for (in {@code response_format}, {@code
 * output_config.format} or the tool it forces) and the one in its system message, where both can be, picks enum values by the words of the last
 * user message, and is the same whenever the same request is sent under the same seed. A row that is word for word one of
 * the request's examples gets that example's answer. A fault is decided by the request, the seed and how often the request
 * came before: a retry may fare better.
 *
 * <p>A row that carries the name of a {@link SimulatorFault} in such a text decides its own fate, whatever the shares say:
 * {@code [[simulate:refusal]]}, {@code [[simulate:cut_body]]}; and it does so each time it is sent. The model {@code
 * no-such-model} is unknown; every other name is served.
 *
 * <p>{@code POST /control} replaces limits while it runs: {@code {"rpm": 300, "tpm": 0}}, the names being {@code rpm},
 * {@code tpm}, {@code input_tpm}, {@code output_tpm}, {@code rpd} and {@code concurrency}.
 *
 * <p>{@code GET /stats} tells, in this order of use: how many {@code requests} came, were {@code answered}, {@code
 * throttled} (429) or failed ({@code errors}, of which {@code dropped} got no reply), and each of the {@code statuses}; how
 * many {@code distinct} requests were answered, how many answers were {@code repeated_answers} to the same, and how many
 * requests were let through and answered how often ({@code calls_per_request}, {@code answers_per_request}); the tokens
 * billed; how many are and were at most {@code in_flight}; the summed time requests spent inside ({@code busy_ms}); the
 * time and the mean number in flight from the first request to the last; and of each of the {@code limits} what was used
 * of what was allowed in that time. {@code DELETE /stats} begins them anew, as if no request had come before.
 *
 * <p>{@code GET /calls} tells of the last 10,000 calls one by one, in the order in which they came: the {@code id} that the
 * reply's header names, the beginning of the {@code row} it was about (also of a repair), its {@code max_tokens}, the {@code
 * fault} it met, the {@code status} of the reply unless there was none, and the tokens billed.
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
