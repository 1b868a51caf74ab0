package io.llmp.batch.llm.anthropic;

import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.http.WireReply;
import java.util.List;
import java.util.Set;

/**
 * Tells what a failed call means: the one table of statuses and error types (Claude documentation, "Errors" and "Rate
 * limits"). The protocol has one type, {@code invalid_request_error}, for much that is not alike; there the documented
 * beginnings of its messages tell.
 */
final class MessagesErrors {

    private static final Set<String> SPENT = Set.of("enforced_spend_limit_reached");
    /** "Rate limits": a limit that the organisation set itself is reached; and an account without credit. */
    private static final List<String> SPENT_WORDS = List.of(
            "you have reached your specified api usage limits",
            "you have reached your specified workspace api usage limits",
            "your credit balance is too low");

    private static final List<String> TOO_LONG_WORDS =
            List.of("prompt is too long", "exceed context limit", "exceeds the context window");
    private static final List<String> FILTERED_WORDS = List.of("output blocked by content filtering policy");

    private static final Set<Integer> REFUSING = Set.of(400, 404, 422);
    /** How the API, and servers that know less of it, name the form when they refuse it. */
    private static final List<String> FORM_WORDS = List.of(
            "output_config",
            "output_format",
            "structured output",
            "grammar",
            "schema is too complex",
            "tool_choice",
            "input_schema",
            "tools: ",
            "tools.");

    private MessagesErrors() {}

    static FailureKind kind(WireReply reply) {
        String type = reply.error().path("type").asString("");
        if (spent(reply)) {
            return FailureKind.QUOTA_EXHAUSTED;
        }
        if (type.equals("overloaded_error")) {
            return FailureKind.OVERLOADED;
        }
        int status = reply.status();
        return switch (status) {
            case 401, 403 -> FailureKind.ACCESS_DENIED;
            case 402 -> FailureKind.QUOTA_EXHAUSTED;
            case 404, 301, 302, 303, 307, 308 -> FailureKind.UNKNOWN_MODEL;
            case 413 -> FailureKind.PROMPT_TOO_LONG;
            case 429 -> FailureKind.THROTTLED;
            case 408, 409, 425 -> FailureKind.UNAVAILABLE;
            case 503, 529 -> FailureKind.OVERLOADED;
            default -> status >= 500 ? FailureKind.UNAVAILABLE : rejection(reply);
        };
    }

    private static boolean spent(WireReply reply) {
        String code = reply.error().path("details").path("error_code").asString("");
        return SPENT.contains(code) || (reply.status() == 400 && reply.says(SPENT_WORDS));
    }

    private static FailureKind rejection(WireReply reply) {
        if (reply.says(TOO_LONG_WORDS)) {
            return FailureKind.PROMPT_TOO_LONG;
        }
        return reply.says(FILTERED_WORDS) ? FailureKind.CONTENT_FILTERED : FailureKind.REJECTED;
    }

    static boolean refusesForm(WireReply reply) {
        return REFUSING.contains(reply.status()) && !reply.says(TOO_LONG_WORDS) && reply.says(FORM_WORDS);
    }
}
