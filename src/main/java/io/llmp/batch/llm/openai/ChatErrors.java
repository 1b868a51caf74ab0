package io.llmp.batch.llm.openai;

import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tells what a failed call means: the one table of statuses and error codes (OpenAI API reference, "Error codes"). */
final class ChatErrors {

    private static final Set<String> TOO_LONG = Set.of("context_length_exceeded", "string_above_max_length");
    private static final Set<String> FILTERED = Set.of("content_filter", "content_policy_violation");
    private static final Set<String> QUOTA =
            Set.of("insufficient_quota", "billing_hard_limit_reached", "billing_not_active");

    private final JsonMapper json;
    private final InstantSource clock;

    ChatErrors(JsonMapper json, InstantSource clock) {
        this.json = json;
        this.clock = clock;
    }

    CallFailure read(int status, HttpMessage response, byte[] body, @Nullable String requestId) {
        JsonNode error = error(body);
        String code = error.path("code").asString("");
        FailureKind kind = kind(status, code, error.path("type").asString(""));
        return new CallFailure(
                kind, message(status, error, body), retryAfter(response), requestId, ReportedLimits.NONE);
    }

    private static FailureKind kind(int status, String code, String type) {
        if (QUOTA.contains(code) || QUOTA.contains(type)) {
            return FailureKind.QUOTA_EXHAUSTED;
        }
        return switch (status) {
            case 401, 403 -> FailureKind.ACCESS_DENIED;
            case 402 -> FailureKind.QUOTA_EXHAUSTED;
            case 404, 301, 302, 303, 307, 308 -> FailureKind.UNKNOWN_MODEL;
            case 413 -> FailureKind.PROMPT_TOO_LONG;
            case 429 -> FailureKind.THROTTLED;
            case 408, 409, 425 -> FailureKind.UNAVAILABLE;
            default -> status >= 500 ? FailureKind.UNAVAILABLE : rejection(code);
        };
    }

    private static FailureKind rejection(String code) {
        if (TOO_LONG.contains(code)) {
            return FailureKind.PROMPT_TOO_LONG;
        }
        if (code.equals("model_not_found")) {
            return FailureKind.UNKNOWN_MODEL;
        }
        return FILTERED.contains(code) ? FailureKind.CONTENT_FILTERED : FailureKind.REJECTED;
    }

    private JsonNode error(byte[] body) {
        try {
            return json.readTree(body).path("error");
        } catch (JacksonException e) {
            return json.createObjectNode();
        }
    }

    private static String message(int status, JsonNode error, byte[] body) {
        String words = error.path("message").asString("");
        String text = words.isEmpty() ? new String(body, StandardCharsets.UTF_8).strip() : words;
        return text.isEmpty() ? "HTTP " + status : "HTTP " + status + ": " + text;
    }

    private @Nullable Duration retryAfter(HttpMessage response) {
        Duration millis = span(header(response, "retry-after-ms"), 1e6);
        if (millis != null) {
            return millis;
        }
        String after = header(response, "retry-after");
        Duration seconds = span(after, 1e9);
        return seconds != null || after == null ? seconds : untilDate(after);
    }

    private static @Nullable Duration span(@Nullable String number, double nanosPerUnit) {
        try {
            double value = number == null ? Double.NaN : Double.parseDouble(number);
            return Double.isFinite(value) ? Duration.ofNanos((long) (Math.max(0, value) * nanosPerUnit)) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private @Nullable Duration untilDate(String date) {
        try {
            Instant then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(clock.instant(), then);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }

    static @Nullable String header(HttpMessage message, String name) {
        Header header = message.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }
}
