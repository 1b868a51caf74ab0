package io.llmp.batch.llm.http;

import io.llmp.batch.llm.FailureKind;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Classifies failed calls: the one table of error codes, words and statuses. It is one for all protocols, because
 * gateways hand on what the servers behind them say. What a server names by a code goes before its words, and both before the
 * status: a wrong key can be a 400, a spent budget a 422, one row's flagged content a 403.
 *
 * <p>Sources: OpenAI ("Error codes"), Claude ("Errors", "Rate limits"), Azure OpenAI ("Content filtering"), Gemini
 * ("Troubleshooting guide"), Bedrock ("Troubleshooting Amazon Bedrock API error codes"), DashScope, DeepSeek, Groq, Moonshot,
 * OpenRouter, xAI and Zhipu ("Error codes" of each), LiteLLM ("Exception mapping", "Budgets, rate limits"), and the
 * sources of vLLM, SGLang, TGI, llama.cpp and Ollama.
 */
final class FailureTable {

    private static final Set<String> SPENT = Set.of(
            "insufficient_quota",
            "credit_balance_exhausted",
            "organization_usage_limit_exceeded",
            "organization_spend_limit_exceeded",
            "project_spend_limit_exceeded",
            "billing_hard_limit_reached",
            "billing_not_active",
            "billing_error",
            "enforced_spend_limit_reached",
            // Moonshot; Zhipu's account in arrears and used-up package; LiteLLM.
            "exceeded_current_quota_error",
            "1113",
            "arrearage",
            "insufficient_balance",
            "insufficient_credits",
            "budget_exceeded");

    private static final List<String> SPENT_WORDS = List.of(
            "you have reached your specified api usage limits",
            "you have reached your specified workspace api usage limits",
            "credit balance is too low",
            "insufficient balance",
            "insufficient credit",
            "insufficient fund",
            "not enough credit",
            "out of credit",
            "no credits left",
            "used all available credits",
            "monthly spending limit",
            "please recharge",
            "account is in arrears",
            "budget has been exceeded",
            "crossed budget",
            "exceededbudget",
            "exceeded budget");

    private static final Set<String> WRONG_KEY = Set.of(
            "invalid_api_key",
            "api_key_invalid",
            "authentication_error",
            "auth_error",
            "token_not_found_in_db",
            // LiteLLM without a database cannot know any key but its own.
            "no_db_connection",
            "expired_key",
            "invalid_authentication_error",
            "unauthenticated");

    private static final List<String> WRONG_KEY_WORDS = List.of(
            "api key not valid",
            "invalid api key",
            "incorrect api key",
            "api key expired",
            "invalid authentication",
            "no db connected",
            "no connected db");

    private static final Set<String> UNKNOWN_MODEL =
            Set.of("model_not_found", "model_not_available", "modelnotfound", "deploymentnotfound");

    private static final List<String> UNKNOWN_MODEL_WORDS = List.of(
            "invalid model name passed in",
            "is not a valid model id",
            "model does not exist",
            "model not found",
            "model not exist");

    private static final Set<String> FILTERED = Set.of(
            "content_filter",
            "content_policy_violation",
            "contentpolicyviolationerror",
            "responsibleaipolicyviolation",
            "invalid_prompt",
            "data_inspection_failed",
            "datainspectionfailed",
            // Zhipu.
            "1301");

    private static final List<String> FILTERED_WORDS = List.of(
            "content management policy",
            "contentpolicyviolation",
            "content filtering policy",
            "content policy",
            "flagged by moderation",
            "input was flagged",
            "prompt was flagged",
            "flagged as potentially violating",
            "violates usage guidelines",
            "violates our usage policy",
            "violate our usage polic",
            "safety_check",
            "inappropriate content",
            "content exists risk",
            "blocked by the safety",
            "sensitive content");

    private static final Set<String> TOO_LONG = Set.of(
            "context_length_exceeded",
            "string_above_max_length",
            "exceed_context_size_error",
            "request_too_large",
            "contextwindowexceedederror");

    /** Where the server gave no code: of most, the words with which it names the model's bound. */
    private static final List<Pattern> TOO_LONG_WORDS = List.of(
            words("context[ _-]?(?:length|window|size|limit)"),
            words("prompt is too long"),
            words("(?:input|prompt|request|messages?) (?:is|are) (?:too (?:long|large)|longer than)"),
            words("maximum (?:prompt|context|input|model|sequence) length"),
            words("input token count .{0,40}exceeds"),
            words("exceeds? the (?:maximum|max)\\b.{0,40}\\btokens"),
            words("reduce the length of the (?:messages|prompt|input)"),
            // TGI and Together.
            words("`?inputs`? tokens \\+ `?max_new_tokens`? must be"),
            // vLLM: what is left of the context for the answer is negative.
            words("max_(?:completion_)?tokens must be at least 1, got -"));

    /** They name a limit of time, which a shorter wait meets, not the model's. */
    private static final List<String> RATE_WORDS = List.of(
            "rate limit", "rate_limit", "ratelimit", "per minute", "per min", "per day", "quota", "too many requests");

    private static final Set<String> PARALLEL = Set.of("max_parallel_requests", "concurrency_limit_exceeded");
    private static final List<String> PARALLEL_WORDS = List.of(
            "max_parallel_requests",
            "max parallel request",
            "parallel request limit",
            "concurrent requests",
            "concurrency limit",
            "max concurrency",
            "request concurrency");

    /** OpenAI and Groq: one request asks for more than the limit of a whole minute. */
    private static final Pattern OF_A_MINUTE =
            Pattern.compile("limit:? ([0-9,]{1,15})\\b.{0,60}?requested:? ([0-9,]{1,15})\\b", Pattern.CASE_INSENSITIVE);

    private FailureTable() {}

    private static Pattern words(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    static FailureKind kind(WireReply reply) {
        int status = reply.status();
        FailureKind told = status >= 400 ? told(reply, status) : null;
        return told == null ? byStatus(status) : told;
    }

    private static @Nullable FailureKind told(WireReply reply, int status) {
        if (reply.hasCode(SPENT) || (status < 500 && reply.says(SPENT_WORDS))) {
            return FailureKind.QUOTA_EXHAUSTED;
        }
        if (reply.hasCode(Set.of("overloaded_error"))) {
            return FailureKind.OVERLOADED;
        }
        if (status == 429) {
            return throttle(reply);
        }
        if (status < 500 && (reply.hasCode(FILTERED) || reply.says(FILTERED_WORDS))) {
            return FailureKind.CONTENT_FILTERED;
        }
        if (isTooLong(reply, status)) {
            return FailureKind.PROMPT_TOO_LONG;
        }
        if (status < 500 && (reply.hasCode(WRONG_KEY) || reply.says(WRONG_KEY_WORDS))) {
            return FailureKind.ACCESS_DENIED;
        }
        boolean unknown = status < 500 && (reply.hasCode(UNKNOWN_MODEL) || reply.says(UNKNOWN_MODEL_WORDS));
        return unknown ? FailureKind.UNKNOWN_MODEL : null;
    }

    private static FailureKind throttle(WireReply reply) {
        if (reply.hasCode(PARALLEL) || reply.says(PARALLEL_WORDS)) {
            return FailureKind.PARALLEL_LIMIT;
        }
        return exceedsAMinute(reply.errorWords()) ? FailureKind.PROMPT_TOO_LONG : FailureKind.THROTTLED;
    }

    private static boolean exceedsAMinute(String words) {
        Matcher both = OF_A_MINUTE.matcher(words);
        return both.find() && number(both.group(2)) > number(both.group(1));
    }

    private static long number(String digits) {
        String bare = digits.replace(",", "");
        return bare.isEmpty() ? 0 : Long.parseLong(bare);
    }

    /** Returns whether the request does not fit into the model; Ollama says so with a 500. */
    static boolean isTooLong(WireReply reply, int status) {
        if (reply.hasCode(TOO_LONG)) {
            return true;
        }
        String words = reply.errorWords();
        return (status < 500 || status == 500)
                && TOO_LONG_WORDS.stream().anyMatch(each -> each.matcher(words).find())
                && !reply.says(RATE_WORDS);
    }

    private static FailureKind byStatus(int status) {
        return switch (status) {
            case 401, 403 -> FailureKind.ACCESS_DENIED;
            case 402 -> FailureKind.QUOTA_EXHAUSTED;
            // No address of a model answers so to a POST.
            case 404, 405, 410, 301, 302, 303, 307, 308 -> FailureKind.UNKNOWN_MODEL;
            case 413 -> FailureKind.PROMPT_TOO_LONG;
            case 429 -> FailureKind.THROTTLED;
            // 424: the model behind a gateway failed (Groq, Bedrock). 498: no capacity for Groq's flex tier. 499: given
            // up
            // by a gateway.
            case 408, 409, 424, 425, 498, 499 -> FailureKind.UNAVAILABLE;
            // 529 is Anthropic's, also when a gateway hands it on.
            case 503, 529 -> FailureKind.OVERLOADED;
            default -> status >= 500 ? FailureKind.UNAVAILABLE : FailureKind.REJECTED;
        };
    }
}
