package io.llmp.batch.simulator.api;

import io.llmp.batch.simulator.limit.Denial;
import io.llmp.batch.simulator.limit.Measure;
import io.llmp.batch.simulator.limit.Quota;
import io.llmp.batch.simulator.request.ChatRequest;
import io.llmp.batch.simulator.request.Completion;
import io.llmp.batch.simulator.request.CountedTokens;
import io.llmp.batch.simulator.request.Problem;
import io.llmp.batch.simulator.request.Reply;
import io.llmp.batch.simulator.request.RequestKey;
import io.llmp.batch.simulator.request.RequestParts;
import io.llmp.batch.simulator.request.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Chat completions as OpenAI writes them (API reference, "Chat Completions"; guides, "Rate limits", "Error codes"). */
public final class OpenAiStyle implements ApiStyle {

    @Override
    public String path() {
        return "/v1/chat/completions";
    }

    @Override
    public String requestIdHeader() {
        return "x-request-id";
    }

    @Override
    public @Nullable Problem keyProblem(HttpRequest request, String key) {
        Header header = request.getFirstHeader("Authorization");
        boolean isRight = header != null && header.getValue().equals("Bearer " + key);
        return isRight ? null : Problem.of(Problem.Kind.WRONG_KEY, "Incorrect API key provided.");
    }

    @Override
    public ChatRequest read(JsonNode body) {
        String model = RequestParts.model(body);
        JsonNode format = body.path("response_format");
        String kind = format.path("type").asString("text");
        JsonNode schema = RequestParts.schema(
                kind.equals("json_schema"),
                format.path("json_schema").path("schema"),
                "response_format.json_schema.schema");
        List<Turn> turns = turns(body);
        int maxTokens = Math.min(
                RequestParts.bound(body.get("max_completion_tokens"), "max_completion_tokens"),
                RequestParts.bound(body.get("max_tokens"), "max_tokens"));
        // OpenAI keeps whatever prompts share; that is what comes before the row.
        return new ChatRequest(
                RequestKey.of(body), model, turns, !kind.equals("text"), schema, null, maxTokens, turns.size() - 1);
    }

    private static List<Turn> turns(JsonNode body) {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode message : body.path("messages")) {
            turns.add(new Turn(message.path("role").asString(""), RequestParts.text(message.path("content"))));
        }
        if (turns.isEmpty()) {
            throw RequestParts.missing("messages");
        }
        return turns;
    }

    @Override
    public ObjectNode answer(ChatRequest request, Completion completion, CountedTokens usage, long id, Instant now) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("id", "chatcmpl-" + HexFormat.of().toHexDigits(id))
                .put("object", "chat.completion")
                .put("created", now.getEpochSecond())
                .put("model", request.model());
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        boolean isRefused = completion.end() == Completion.End.REFUSED;
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", isRefused ? null : completion.text())
                .put("refusal", isRefused ? completion.text() : null);
        choice.put("finish_reason", finishReason(completion.end()));
        ObjectNode tokens = body.putObject("usage")
                .put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens())
                .put("total_tokens", usage.total());
        tokens.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedTokens());
        return body;
    }

    private static String finishReason(Completion.End end) {
        return switch (end) {
            case COMPLETE, REFUSED -> "stop";
            case CUT -> "length";
            case FILTERED -> "content_filter";
        };
    }

    @Override
    public boolean isFilteredAnswered() {
        return true;
    }

    @Override
    public Reply error(Problem problem, String requestId) {
        String invalid = "invalid_request_error";
        return switch (problem.kind()) {
            case BAD_REQUEST -> error(400, problem, invalid, null);
            case MISSING_PARAMETER -> error(400, problem, invalid, "missing_required_parameter");
            case PROMPT_TOO_LONG -> error(400, problem, invalid, "context_length_exceeded");
            case FILTERED -> error(400, problem, invalid, "content_filter");
            case WRONG_KEY -> error(401, problem, invalid, "invalid_api_key");
            case UNKNOWN_MODEL -> error(404, problem, invalid, "model_not_found");
            case UNKNOWN_PATH -> error(404, problem, invalid, null);
            case QUOTA_USED_UP -> error(429, problem, "insufficient_quota", "insufficient_quota");
            case THROTTLED -> error(429, problem, "requests", "rate_limit_exceeded");
            case SERVER_ERROR -> error(500, problem, "server_error", null);
            case UNAVAILABLE -> error(503, problem, "server_error", null);
            case OVERLOADED -> error(529, problem, "server_error", null);
        };
    }

    @Override
    public Reply denied(Denial denial, String model, String requestId) {
        Measure measure = denial.measure();
        String type = measure == null || measure == Measure.REQUESTS || measure == Measure.REQUESTS_A_DAY
                ? "requests"
                : "tokens";
        String message = "Rate limit reached for " + model + " in organization org-simulated on " + name(measure)
                + ": Limit " + denial.limit() + ", Used " + denial.used() + ", Requested " + denial.requested() + "."
                + (denial.waitNanos() == 0 ? "" : " Please try again in " + span(denial.waitNanos()) + ".");
        Reply reply = error(429, Problem.of(Problem.Kind.THROTTLED, message), type, "rate_limit_exceeded");
        if (denial.waitNanos() == 0) {
            return reply;
        }
        long millis = (denial.waitNanos() + 999_999) / 1_000_000;
        return reply.with(
                Map.of("retry-after-ms", Long.toString(millis), "retry-after", Long.toString((millis + 999) / 1_000)));
    }

    private static String name(@Nullable Measure measure) {
        if (measure == null) {
            return "concurrent requests";
        }
        return switch (measure) {
            case REQUESTS -> "requests per min (RPM)";
            case REQUESTS_A_DAY -> "requests per day (RPD)";
            case TOKENS -> "tokens per min (TPM)";
            case INPUT_TOKENS -> "input tokens per min (ITPM)";
            case OUTPUT_TOKENS -> "output tokens per min (OTPM)";
        };
    }

    @Override
    public Map<String, String> limitHeaders(Map<Measure, Quota.Level> levels, Instant now) {
        Map<String, String> headers = new LinkedHashMap<>();
        Quota.Level minute = levels.get(Measure.REQUESTS);
        put(headers, "requests", minute == null ? levels.get(Measure.REQUESTS_A_DAY) : minute);
        put(headers, "tokens", levels.get(Measure.TOKENS));
        return headers;
    }

    private static void put(Map<String, String> headers, String what, Quota.@Nullable Level level) {
        if (level != null) {
            headers.put("x-ratelimit-limit-" + what, Integer.toString(level.limit()));
            headers.put("x-ratelimit-remaining-" + what, Integer.toString(level.remaining()));
            headers.put("x-ratelimit-reset-" + what, span(level.fullInNanos()));
        }
    }

    /** Writes a time as OpenAI does: {@code 0s}, {@code 6ms}, {@code 1.25s}, {@code 1m3.5s}, {@code 2h0m0s}. */
    public static String span(long nanos) {
        long millis = (nanos + 999_999) / 1_000_000;
        if (millis > 0 && millis < 1_000) {
            return millis + "ms";
        }
        long minutes = millis / 60_000;
        String seconds = millis % 60_000 % 1_000 == 0
                ? Long.toString(millis % 60_000 / 1_000)
                : Double.toString(millis % 60_000 / 1_000.0);
        String hours = minutes < 60 ? "" : minutes / 60 + "h";
        return hours + (minutes == 0 ? "" : minutes % 60 + "m") + seconds + "s";
    }

    private static Reply error(int status, Problem problem, String type, @Nullable String code) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("message", problem.message())
                .put("type", type)
                .put("param", problem.param())
                .put("code", code);
        return Reply.of(status, body);
    }
}
