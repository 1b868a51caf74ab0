package io.llmp.batch.simulator.api;

import io.llmp.batch.simulator.limit.Denial;
import io.llmp.batch.simulator.limit.Measure;
import io.llmp.batch.simulator.limit.Quota;
import io.llmp.batch.simulator.request.ChatRequest;
import io.llmp.batch.simulator.request.Completion;
import io.llmp.batch.simulator.request.CountedTokens;
import io.llmp.batch.simulator.request.Problem;
import io.llmp.batch.simulator.request.Reply;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Messages as Anthropic writes them (API reference, "Messages"; "Rate limits"; "Errors"; "Structured outputs"). */
public final class AnthropicStyle implements ApiStyle {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final AnthropicRequests requests = new AnthropicRequests();

    @Override
    public String path() {
        return "/v1/messages";
    }

    @Override
    public String requestIdHeader() {
        return "request-id";
    }

    @Override
    public @Nullable Problem keyProblem(HttpRequest request, String key) {
        Header header = request.getFirstHeader("x-api-key");
        if (header == null || !header.getValue().equals(key)) {
            return Problem.of(
                    Problem.Kind.WRONG_KEY, header == null ? "x-api-key header is required" : "invalid x-api-key");
        }
        return request.containsHeader("anthropic-version")
                ? null
                : Problem.badRequest("anthropic-version: header is required", null);
    }

    @Override
    public ChatRequest read(JsonNode body) {
        return requests.read(body);
    }

    @Override
    public ObjectNode answer(ChatRequest request, Completion completion, CountedTokens usage, long id, Instant now) {
        String hex = HexFormat.of().toHexDigits(id);
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("id", "msg_" + hex)
                .put("type", "message")
                .put("role", "assistant")
                .put("model", request.model());
        ObjectNode block = body.putArray("content").addObject();
        boolean isToolUse = request.tool() != null && completion.end() != Completion.End.REFUSED;
        if (isToolUse) {
            block.put("type", "tool_use").put("id", "toolu_" + hex).put("name", request.tool());
            block.set("input", input(completion));
        } else {
            block.put("type", "text").put("text", completion.text());
        }
        body.put("stop_reason", stopReason(completion.end(), isToolUse)).putNull("stop_sequence");
        body.putObject("usage")
                .put("input_tokens", usage.promptTokens() - usage.cachedTokens() - usage.newlyCachedTokens())
                .put("cache_creation_input_tokens", usage.newlyCachedTokens())
                .put("cache_read_input_tokens", usage.cachedTokens())
                .put("output_tokens", usage.completionTokens());
        return body;
    }

    /** What is cut off or spoilt is no JSON, and the input of a tool always is. */
    private static JsonNode input(Completion completion) {
        if (completion.end() == Completion.End.CUT) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            JsonNode input = JSON.readTree(completion.text());
            if (input.isObject()) {
                return input;
            }
        } catch (JacksonException e) {
            // Handed on below as what it is.
        }
        return JsonNodeFactory.instance.objectNode().put("INVALID_JSON", completion.text());
    }

    private static String stopReason(Completion.End end, boolean isToolUse) {
        return switch (end) {
            case COMPLETE -> isToolUse ? "tool_use" : "end_turn";
            case CUT -> "max_tokens";
            case REFUSED, FILTERED -> "refusal";
        };
    }

    @Override
    public boolean isFilteredAnswered() {
        return false;
    }

    @Override
    public Reply error(Problem problem, String requestId) {
        return switch (problem.kind()) {
            case BAD_REQUEST, PROMPT_TOO_LONG, FILTERED -> error(400, "invalid_request_error", problem, requestId);
            case MISSING_PARAMETER ->
                error(
                        400,
                        "invalid_request_error",
                        Problem.badRequest(problem.param() + ": Field required", problem.param()),
                        requestId);
            case WRONG_KEY -> error(401, "authentication_error", problem, requestId);
            case QUOTA_USED_UP -> error(402, "billing_error", problem, requestId);
            case UNKNOWN_MODEL, UNKNOWN_PATH -> error(404, "not_found_error", problem, requestId);
            case THROTTLED -> error(429, "rate_limit_error", problem, requestId);
            case SERVER_ERROR -> error(500, "api_error", problem, requestId);
            case UNAVAILABLE -> error(503, "api_error", problem, requestId);
            case OVERLOADED -> error(529, "overloaded_error", problem, requestId);
        };
    }

    @Override
    public Reply denied(Denial denial, String model, String requestId) {
        String message = denial.measure() == null
                ? "Number of concurrent connections has exceeded your rate limit. Please try again later."
                : "This request would exceed the rate limit for your organization of " + denial.limit() + " "
                        + name(denial.measure()) + ". Please try again later.";
        Reply reply = error(Problem.of(Problem.Kind.THROTTLED, message), requestId);
        long seconds = (denial.waitNanos() + 999_999_999) / 1_000_000_000;
        return seconds == 0 ? reply : reply.with(Map.of("retry-after", Long.toString(seconds)));
    }

    private static String name(Measure measure) {
        return switch (measure) {
            case REQUESTS -> "requests per minute";
            case REQUESTS_A_DAY -> "requests per day";
            case TOKENS -> "tokens per minute";
            case INPUT_TOKENS -> "input tokens per minute";
            case OUTPUT_TOKENS -> "output tokens per minute";
        };
    }

    @Override
    public Map<String, String> limitHeaders(Map<Measure, Quota.Level> levels, Instant now) {
        Map<String, String> headers = new LinkedHashMap<>();
        levels.forEach((measure, level) -> {
            switch (measure) {
                case REQUESTS -> put(headers, "requests", level, level.remaining(), now);
                case TOKENS -> put(headers, "tokens", level, thousands(level), now);
                case INPUT_TOKENS -> put(headers, "input-tokens", level, thousands(level), now);
                case OUTPUT_TOKENS -> put(headers, "output-tokens", level, thousands(level), now);
                case REQUESTS_A_DAY -> {
                    // There is no header for it.
                }
            }
        });
        return headers;
    }

    /** Tokens are told to the nearest thousand. */
    private static int thousands(Quota.Level level) {
        return Math.round(level.remaining() / 1_000f) * 1_000;
    }

    private static void put(Map<String, String> headers, String what, Quota.Level level, int remaining, Instant now) {
        String name = "anthropic-ratelimit-" + what;
        Instant full = now.plusNanos(level.fullInNanos() + 999_999_999).truncatedTo(ChronoUnit.SECONDS);
        headers.put(name + "-limit", Integer.toString(level.limit()));
        headers.put(name + "-remaining", Integer.toString(remaining));
        headers.put(name + "-reset", full.toString());
    }

    private static Reply error(int status, String type, Problem problem, String requestId) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("type", "error");
        body.putObject("error").put("type", type).put("message", problem.message());
        return Reply.of(status, body.put("request_id", requestId));
    }
}
