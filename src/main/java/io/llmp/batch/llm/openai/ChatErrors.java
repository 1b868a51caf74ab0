package io.llmp.batch.llm.openai;

import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.http.WireReply;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Tells what a failed call means: the one table of statuses and error codes (OpenAI API reference, "Error codes"). Servers
 * that speak the protocol but give no code are told by their words, and only where nothing else tells.
 */
final class ChatErrors {

    private static final Set<String> TOO_LONG = Set.of(
            "context_length_exceeded", "string_above_max_length", "exceed_context_size_error", "request_too_large");
    /** vLLM ("This model's maximum context length is … tokens"), LiteLLM and llama.cpp before it had a type. */
    private static final List<String> TOO_LONG_WORDS =
            List.of("maximum context length", "exceeds the available context size", "context window exceeded");

    private static final Set<String> FILTERED =
            Set.of("content_filter", "content_policy_violation", "responsibleaipolicyviolation");
    /** The newer of these come with the type of the first, or with another (guide "Error codes"). */
    private static final Set<String> QUOTA = Set.of(
            "insufficient_quota",
            "credit_balance_exhausted",
            "organization_usage_limit_exceeded",
            "organization_spend_limit_exceeded",
            "project_spend_limit_exceeded",
            "billing_hard_limit_reached",
            "billing_not_active");

    /** Statuses by which servers refuse a field: llama.cpp answers 500 for a schema it cannot turn into a grammar. */
    private static final Set<Integer> REFUSING = Set.of(400, 404, 415, 422, 500, 501);
    /** How the form is named by OpenAI, Groq, DeepSeek, vLLM, Ollama and llama.cpp when they refuse it. */
    private static final List<String> FORM_WORDS = List.of(
            "response_format",
            "response format",
            "json_schema",
            "json schema",
            "json_object",
            "structured output",
            "grammar",
            "guided_json");

    private ChatErrors() {}

    static FailureKind kind(WireReply reply) {
        JsonNode error = reply.error();
        String code = word(error, "code");
        String type = word(error, "type");
        if (QUOTA.contains(code) || QUOTA.contains(type)) {
            return FailureKind.QUOTA_EXHAUSTED;
        }
        int status = reply.status();
        return switch (status) {
            case 401, 403 -> FailureKind.ACCESS_DENIED;
            case 402 -> FailureKind.QUOTA_EXHAUSTED;
            case 404, 301, 302, 303, 307, 308 -> FailureKind.UNKNOWN_MODEL;
            case 413 -> FailureKind.PROMPT_TOO_LONG;
            case 429 -> FailureKind.THROTTLED;
            case 408, 409, 425 -> FailureKind.UNAVAILABLE;
            // 529 is said by servers that pass on Anthropic's.
            case 503, 529 -> FailureKind.OVERLOADED;
            default -> status >= 500 ? FailureKind.UNAVAILABLE : rejection(reply, code, type);
        };
    }

    private static FailureKind rejection(WireReply reply, String code, String type) {
        if (TOO_LONG.contains(code) || TOO_LONG.contains(type)) {
            return FailureKind.PROMPT_TOO_LONG;
        }
        if (code.equals("model_not_found")) {
            return FailureKind.UNKNOWN_MODEL;
        }
        if (FILTERED.contains(code)) {
            return FailureKind.CONTENT_FILTERED;
        }
        return reply.says(TOO_LONG_WORDS) ? FailureKind.PROMPT_TOO_LONG : FailureKind.REJECTED;
    }

    static boolean refusesForm(WireReply reply) {
        if (!REFUSING.contains(reply.status()) || TOO_LONG.contains(word(reply.error(), "code"))) {
            return false;
        }
        return word(reply.error(), "param").startsWith("response_format") || reply.says(FORM_WORDS);
    }

    private static String word(JsonNode error, String name) {
        return error.path(name).asString("").toLowerCase(Locale.ROOT);
    }
}
