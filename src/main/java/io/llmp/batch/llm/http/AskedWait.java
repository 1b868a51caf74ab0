package io.llmp.batch.llm.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds how long a server asks to wait: in a header, in the details of its error, or only in its words. A header is exact,
 * so it goes before words; a quota of a day goes before both, since what is asked for beside it is too short.
 */
final class AskedWait {

    private static final Pattern WORDS = Pattern.compile(
            "(?:try again|retry|retrying|available again|wait)\\b[^.0-9]{0,40}?((?:[0-9]+(?:\\.[0-9]+)?\\s*[a-z]+[\\s,]*)+)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern PART = Pattern.compile(
            "([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*(milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)(?![a-z])",
            Pattern.CASE_INSENSITIVE);

    /** Gemini API documentation, "Rate limits": requests per day reset at midnight Pacific time. */
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    private AskedWait() {}

    /** Returns null when the server asks for no wait. */
    static @Nullable Duration of(WireReply reply, Instant received) {
        Duration day = ofDay(reply.error().path("details"), received);
        if (day != null) {
            return day;
        }
        Duration header = ofHeaders(reply, received);
        if (header != null || reply.status() < 400) {
            return header;
        }
        Duration body = ofBody(reply.error(), received);
        return body == null ? ofWords(reply.errorWords()) : body;
    }

    private static @Nullable Duration ofHeaders(WireReply reply, Instant received) {
        for (String name : new String[] {"retry-after-ms", "x-ms-retry-after-ms"}) {
            Duration millis = HeaderTimes.millis(reply.header(name));
            if (millis != null) {
                return millis;
            }
        }
        // LiteLLM puts the header of the provider behind it under another name.
        Duration own = HeaderTimes.fromNow(reply.header("retry-after"), received);
        return own == null ? HeaderTimes.fromNow(reply.header("llm_provider-retry-after"), received) : own;
    }

    private static @Nullable Duration ofDay(JsonNode details, Instant received) {
        for (JsonNode detail : details) {
            for (JsonNode violation : detail.path("violations")) {
                if (violation.path("quotaId").asString("").contains("PerDay")) {
                    ZonedDateTime now = received.atZone(PACIFIC);
                    return Duration.between(now, now.toLocalDate().plusDays(1).atStartOfDay(PACIFIC));
                }
            }
        }
        return null;
    }

    /** Google's {@code RetryInfo}, and the reset that OpenRouter hands on, in milliseconds since 1970. */
    private static @Nullable Duration ofBody(JsonNode error, Instant received) {
        for (JsonNode detail : error.path("details")) {
            Duration delay = HeaderTimes.fromNow(detail.path("retryDelay").asString(null), received);
            if (delay != null) {
                return delay;
            }
        }
        long reset =
                error.path("metadata").path("headers").path("X-RateLimit-Reset").asLong(0);
        Duration wait = reset <= 0 ? null : HeaderTimes.until(Instant.ofEpochMilli(reset), received);
        return wait == null || wait.isZero() ? null : wait;
    }

    static @Nullable Duration ofWords(String words) {
        Matcher asked = WORDS.matcher(words);
        while (asked.find()) {
            double nanos = 0;
            for (Matcher part = PART.matcher(asked.group(1)); part.find(); ) {
                nanos += Double.parseDouble(part.group(1)) * nanos(part.group(2).toLowerCase(Locale.ROOT));
            }
            if (nanos > 0) {
                return HeaderTimes.bounded(Duration.ofNanos((long) nanos));
            }
        }
        return null;
    }

    private static double nanos(String unit) {
        if (unit.equals("ms") || unit.startsWith("milli")) {
            return 1e6;
        }
        return switch (unit.charAt(0)) {
            case 's' -> 1e9;
            case 'm' -> 60e9;
            case 'h' -> 3600e9;
            default -> 86_400e9;
        };
    }
}
