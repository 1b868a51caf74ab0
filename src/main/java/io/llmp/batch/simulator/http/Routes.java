package io.llmp.batch.simulator.http;

import io.llmp.batch.simulator.api.AnthropicStyle;
import io.llmp.batch.simulator.api.ApiStyle;
import io.llmp.batch.simulator.api.OpenAiStyle;
import io.llmp.batch.simulator.model.Fate;
import io.llmp.batch.simulator.model.SimulatedModel;
import io.llmp.batch.simulator.request.Problem;
import io.llmp.batch.simulator.request.Reply;
import java.util.List;
import org.apache.hc.core5.http.HttpRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Finds out what a request is about. Safe for use by many threads. */
final class Routes {

    private static final OpenAiStyle OPENAI = new OpenAiStyle();
    private static final List<ApiStyle> STYLES = List.of(OPENAI, new AnthropicStyle());

    private final SimulatedModel model;
    private final Tally tally;
    private final Control control;
    private final @Nullable String apiKey;

    /** @param apiKey the only key let in, or null when every caller is */
    Routes(SimulatedModel model, Tally tally, Control control, @Nullable String apiKey) {
        this.model = model;
        this.tally = tally;
        this.control = control;
        this.apiKey = apiKey;
    }

    /**
     * What a request is told.
     *
     * @param isCall whether it asked for an answer, and so is counted
     * @param idHeader name of the header that carries the request's id
     */
    record Told(Fate outcome, boolean isCall, String idHeader) {

        private static Told of(Reply reply) {
            return new Told(Fate.refuse(reply), false, OPENAI.requestIdHeader());
        }
    }

    /** @param id the request's name */
    Told tell(HttpRequest request, byte[] body, String id) {
        String route = request.getMethod() + " " + path(request);
        for (ApiStyle style : STYLES) {
            if (route.equals("POST " + style.path())) {
                return new Told(call(style, request, body, id), true, style.requestIdHeader());
            }
        }
        return switch (route) {
            case "GET /v1/models" -> Told.of(models(request, id));
            case "GET /stats" -> Told.of(Reply.of(200, tally.snapshot()));
            case "DELETE /stats" -> {
                tally.forget();
                yield Told.of(Reply.of(200, tally.snapshot()));
            }
            case "GET /calls" -> Told.of(Reply.of(200, model.calls().snapshot()));
            case "POST /control" -> Told.of(control.change(body));
            default -> Told.of(OPENAI.error(unknown(route), id));
        };
    }

    private Fate call(ApiStyle style, HttpRequest request, byte[] body, String id) {
        int atOnce = tally.received();
        Problem problem = apiKey == null ? null : style.keyProblem(request, apiKey);
        return problem == null
                ? model.decide(new SimulatedModel.Call(style, id, atOnce), body)
                : Fate.refuse(style.error(problem, id));
    }

    private static String path(HttpRequest request) {
        String path = request.getPath();
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    private Reply models(HttpRequest request, String id) {
        Problem problem = apiKey == null ? null : OPENAI.keyProblem(request, apiKey);
        if (problem != null) {
            return OPENAI.error(problem, id);
        }
        ObjectNode models = JsonNodeFactory.instance.objectNode().put("object", "list");
        models.putArray("data")
                .addObject()
                .put("id", "gpt-5-mini")
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "simulator");
        return Reply.of(200, models);
    }

    private static Problem unknown(String route) {
        return Problem.of(Problem.Kind.UNKNOWN_PATH, "Invalid URL (" + route + ")");
    }
}
