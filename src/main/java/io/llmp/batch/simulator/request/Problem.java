package io.llmp.batch.simulator.request;

import org.jspecify.annotations.Nullable;

/**
 * Why a request gets no answer, in no provider's words.
 *
 * @param param the part of the request that is at fault, or null
 */
public record Problem(Kind kind, String message, @Nullable String param) {

    public enum Kind {
        BAD_REQUEST,
        MISSING_PARAMETER,
        PROMPT_TOO_LONG,
        WRONG_KEY,
        UNKNOWN_MODEL,
        UNKNOWN_PATH,
        QUOTA_USED_UP,
        THROTTLED,
        FILTERED,
        SERVER_ERROR,
        UNAVAILABLE,
        OVERLOADED
    }

    public static Problem badRequest(String message, @Nullable String param) {
        return new Problem(Kind.BAD_REQUEST, message, param);
    }

    public static Problem of(Kind kind, String message) {
        return new Problem(kind, message, null);
    }
}
