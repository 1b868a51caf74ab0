package io.llmp.batch.llm.http;

import io.llmp.batch.limit.ReportedLimits.Window;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** A whole reply of a server: status, headers, and a body that may or may not be JSON. For use by one thread. */
public final class WireReply {

    private final int status;
    private final HttpMessage head;
    private final byte[] bytes;
    private final JsonNode body;
    private final @Nullable JacksonException unreadable;
    private @Nullable String words;
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

    /** Whether the status says that the call succeeded. */
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** Whether the server says that the request does not fit into the model. */
    public boolean isTooLong() {
        return FailureTable.isTooLong(this, status);
    }

    /** Says in a few words what the body is, when it is no answer. */
    String nature() {
        String type = header("content-type");
        if (bytes.length == 0) {
            return "an empty body";
        }
        if (type != null && type.startsWith("text/event-stream")) {
            return "an event stream, which was not asked for";
        }
        if (!body.isMissingNode()) {
            return "JSON without an answer";
        }
        String text = errorWords();
        return text.startsWith("a web page") ? text : "no whole JSON (" + unreadable() + ")";
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
        // Google's servers put the whole body into a list.
        JsonNode whole = body.isArray() && body.size() > 0 ? body.get(0) : body;
        JsonNode error = whole.path("error");
        JsonNode first = error.isArray() ? error.path(0) : error;
        return first.isObject() ? first : whole;
    }

    /** The server's own words about an error, wherever it puts them; empty when there are none. */
    public String errorWords() {
        String found = words;
        if (found == null) {
            found = body.isMissingNode()
                    ? ErrorWords.in(new String(bytes, StandardCharsets.UTF_8))
                    : ErrorWords.in(body);
            words = found;
        }
        return found;
    }

    /** Whether the server's words about an error hold one of {@code phrases}, given in lower case. */
    public boolean says(Iterable<String> phrases) {
        String said = errorWords().toLowerCase(Locale.ROOT);
        for (String phrase : phrases) {
            if (said.contains(phrase)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the server names the error by one of {@code codes}, given in lower case, wherever it puts its codes. */
    boolean hasCode(Set<String> codes) {
        JsonNode error = error();
        for (JsonNode place : List.of(
                error.path("code"),
                error.path("type"),
                error.path("status"),
                error.path("reason"),
                error.path("innererror").path("code"),
                error.path("details").path("error_code"),
                body.path("code"))) {
            if (codes.contains(place.asString("").toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        for (JsonNode detail : error.path("details")) {
            if (codes.contains(detail.path("reason").asString("").toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        String limit = header("rate_limit_type");
        return limit != null && codes.contains(limit.toLowerCase(Locale.ROOT));
    }

    /**
     * Returns this reply as the error that its body describes although its status says success, as gateways do that have
     * sent the status before they knew; null when it describes none.
     */
    @Nullable
    WireReply asError() {
        JsonNode whole = body.isArray() && body.size() > 0 ? body.get(0) : body;
        JsonNode error = whole.path("error");
        if (error.isMissingNode() || error.isNull() || errorWords().isEmpty()) {
            return null;
        }
        int code = error().path("code").asInt(0);
        boolean ours = hasCode(Set.of("invalid_request_error"));
        return new WireReply(code >= 400 && code < 600 ? code : ours ? 400 : 500, this);
    }

    private WireReply(int status, WireReply other) {
        this.status = status;
        this.head = other.head;
        this.bytes = other.bytes;
        this.received = other.received;
        this.body = other.body;
        this.unreadable = other.unreadable;
        this.words = other.words;
    }

    /** Returns how long the server asks to wait, or null when it does not. */
    public @Nullable Duration retryAfter() {
        return AskedWait.of(this, received);
    }

    /** Returns the quantity that the three headers tell of; null unless they tell what remains. */
    public @Nullable Window window(String limit, String remaining, String reset) {
        Long left = HeaderTimes.count(header(remaining));
        return left == null
                ? null
                : new Window(HeaderTimes.count(header(limit)), left, HeaderTimes.fromNow(header(reset), received));
    }
}
