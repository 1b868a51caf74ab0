package io.llmp.batch.llm.http;

import io.llmp.batch.limit.ReportedLimits.Window;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** A whole reply of a server: status, headers, and a body that may or may not be JSON. */
public final class WireReply {

    private final int status;
    private final HttpMessage head;
    private final byte[] bytes;
    private final JsonNode body;
    private final @Nullable JacksonException unreadable;
    private final Instant received;

    WireReply(int status, HttpMessage head, byte[] bytes, JsonMapper json, Instant received) {
        this.status = status;
        this.head = head;
        this.bytes = bytes;
        this.received = received;
        JsonNode read = MissingNode.getInstance();
        JacksonException problem = null;
        try {
            read = json.readTree(bytes);
        } catch (JacksonException e) {
            problem = e;
        }
        this.body = read;
        this.unreadable = problem;
    }

    public int status() {
        return status;
    }

    /** The body as JSON; a missing node when it is none. */
    public JsonNode body() {
        return body;
    }

    /** Says why the body is no JSON; null when it is. */
    public @Nullable String unreadable() {
        return unreadable == null ? null : unreadable.getOriginalMessage();
    }

    /** Whether the body was refused for its nesting or the length of something in it, and so would be again. */
    public boolean beyondBounds() {
        return unreadable instanceof StreamConstraintsException;
    }

    /** Returns the header's value, or null when there is none. */
    public @Nullable String header(String name) {
        Header header = head.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    /** The object that describes the error: under {@code error}, as most servers have it, or else the body itself. */
    public JsonNode error() {
        JsonNode error = body.path("error");
        return error.isObject() ? error : body;
    }

    /** The server's own words about an error, however it wraps them; empty when there are none. */
    public String errorWords() {
        for (JsonNode words : new JsonNode[] {error().path("message"), body.path("error"), body.path("detail")}) {
            if (words.isString()) {
                return words.stringValue();
            }
            if (words.isArray()) {
                return words.toString();
            }
        }
        return body.isContainer() ? "" : new String(bytes, StandardCharsets.UTF_8).strip();
    }

    /** Whether the server's words about an error hold one of {@code phrases}, given in lower case. */
    public boolean says(Iterable<String> phrases) {
        String words = errorWords().toLowerCase(Locale.ROOT);
        for (String phrase : phrases) {
            if (words.contains(phrase)) {
                return true;
            }
        }
        return false;
    }

    /** Returns how long the server asks to wait, or null when it does not. */
    public @Nullable Duration retryAfter() {
        Duration millis = HeaderTimes.millis(header("retry-after-ms"));
        return millis != null ? millis : HeaderTimes.fromNow(header("retry-after"), received);
    }

    /** Returns the quantity that the three headers tell of; null unless they tell what remains. */
    public @Nullable Window window(String limit, String remaining, String reset) {
        Long left = HeaderTimes.count(header(remaining));
        return left == null
                ? null
                : new Window(HeaderTimes.count(header(limit)), left, HeaderTimes.fromNow(header(reset), received));
    }
}
