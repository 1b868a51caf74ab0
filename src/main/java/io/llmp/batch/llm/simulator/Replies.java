package io.llmp.batch.llm.simulator;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's words for what goes wrong. */
final class Replies {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String INVALID_REQUEST = "invalid_request_error";

    private Replies() {}

    static Reply badRequest(String message, @Nullable String param, @Nullable String code) {
        return error(400, message, INVALID_REQUEST, param, code);
    }

    static Reply wrongKey() {
        return error(401, "Incorrect API key provided.", INVALID_REQUEST, null, "invalid_api_key");
    }

    static Reply unknownPath(String route) {
        return error(404, "Invalid URL (" + route + ")", INVALID_REQUEST, null, null);
    }

    static Reply unknownModel(String model) {
        String message = "The model `" + model + "` does not exist or you do not have access to it.";
        return error(404, message, INVALID_REQUEST, null, "model_not_found");
    }

    static Reply tooLong(int tokens, int contextTokens) {
        String message = "This model's maximum context length is " + contextTokens
                + " tokens. However, your messages resulted in " + tokens
                + " tokens. Please reduce the length of the messages.";
        return badRequest(message, "messages", "context_length_exceeded");
    }

    static Reply quotaUsedUp() {
        String message = "You exceeded your current quota, please check your plan and billing details.";
        return error(429, message, "insufficient_quota", null, "insufficient_quota");
    }

    static Reply rateLimited(String model, RateLimits.Denial denial) {
        long millis = Math.max(1, (denial.waitNanos() + 999_999) / 1_000_000);
        String message = "Rate limit reached for " + model + " on " + denial.type() + " per min: Limit "
                + denial.limit()
                + ", Requested " + denial.size() + ". Please try again in " + RateLimits.span(denial.waitNanos())
                + ".";
        Map<String, String> headers = new HashMap<>(tryAgainIn(millis));
        headers.put("retry-after", Long.toString((millis + 999) / 1_000));
        return error(429, message, denial.type(), null, "rate_limit_exceeded").with(headers);
    }

    /** A 429 without a limit behind it. */
    static Reply overloaded(long retryAfterMillis) {
        String message = "The engine is currently overloaded, please try again later.";
        return error(429, message, "requests", null, "rate_limit_exceeded").with(tryAgainIn(retryAfterMillis));
    }

    static Reply serverError() {
        String message = "The server had an error while processing your request. Sorry about that!";
        return error(500, message, "server_error", null, null);
    }

    private static Map<String, String> tryAgainIn(long millis) {
        return Map.of("retry-after-ms", Long.toString(millis));
    }

    private static Reply error(int status, String message, String type, @Nullable String param, @Nullable String code) {
        ObjectNode body = JSON.objectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return Reply.of(status, body);
    }
}
