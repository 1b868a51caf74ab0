package io.llmp.batch.simulator.model;

import io.llmp.batch.simulator.SimulatorFault;
import io.llmp.batch.simulator.request.Draw;
import io.llmp.batch.simulator.request.Problem;
import io.llmp.batch.simulator.request.Reply;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The replies of those faults that are an error instead of an answer. */
final class FaultyReplies {

    private static final String GATEWAY_PAGE = """
            <html>
            <head><title>502 Bad Gateway</title></head>
            <body>
            <center><h1>502 Bad Gateway</h1></center>
            <hr><center>gateway</center>
            </body>
            </html>
            """;

    /** Returns the reply of {@code fault}, or null when it is none of these. */
    @Nullable
    Reply of(SimulatorFault fault, SimulatedModel.Call call, Draw draw) {
        return switch (fault) {
            case ERROR ->
                error(
                        call,
                        Problem.Kind.SERVER_ERROR,
                        "The server had an error while processing your request. Sorry about that!");
            case BAD_GATEWAY -> new Reply(502, Map.of(), "text/html", GATEWAY_PAGE);
            case UNAVAILABLE ->
                error(call, Problem.Kind.UNAVAILABLE, "The engine is currently overloaded, please try again later.");
            case OVERLOADED -> error(call, Problem.Kind.OVERLOADED, "Overloaded");
            case THROTTLE ->
                error(call, Problem.Kind.THROTTLED, "Too many requests, please try again later.")
                        .with(Map.of("retry-after-ms", Integer.toString(5 + draw.below(20))));
            case CONTENT_FILTER ->
                call.style().isFilteredAnswered()
                        ? null
                        : error(call, Problem.Kind.FILTERED, "Output blocked by content filtering policy");
            case RESET, HANG, SLOW_BODY, CUT_BODY, GARBLED, INVALID, TRUNCATED, REFUSAL -> null;
        };
    }

    private static Reply error(SimulatedModel.Call call, Problem.Kind kind, String message) {
        return call.style().error(Problem.of(kind, message), call.id());
    }
}
