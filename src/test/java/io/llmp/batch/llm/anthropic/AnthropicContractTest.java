package io.llmp.batch.llm.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.limit.ReportedLimits.Window;
import io.llmp.batch.llm.AnswerForm;
import io.llmp.batch.llm.Dialect;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelReply.Ending;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.ProviderContract;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.Message.Role;
import io.llmp.batch.template.ModelSettings;
import io.llmp.batch.template.SchemaInPrompt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages, against what the Claude API reference and documentation show. */
class AnthropicContractTest extends ProviderContract {

    @Override
    protected Protocol protocol(InstantSource clock) {
        return new AnthropicConfiguration().anthropicProtocol(clock);
    }

    /** API reference, "Create a Message"; usage as in "Prompt caching", section "Tracking cache performance". */
    @Override
    protected String answer() {
        return """
                {"id": "msg_013Zva2CMHLNnXjNJJKqJ2EF", "type": "message", "role": "assistant",
                 "model": "claude-haiku-4-5-20251001",
                 "content": [{"type": "text", "text": "{\\"team\\":\\"access\\"}"}],
                 "stop_reason": "end_turn", "stop_sequence": null,
                 "usage": {"input_tokens": 50, "cache_creation_input_tokens": 248, "cache_read_input_tokens": 1800,
                   "cache_creation": {"ephemeral_5m_input_tokens": 248, "ephemeral_1h_input_tokens": 0},
                   "output_tokens": 503, "service_tier": "standard"}}
                """;
    }

    @Override
    protected Usage usage() {
        return new Usage(2098, 1800, 503, 248);
    }

    @Override
    protected String path() {
        return "/v1/messages";
    }

    @Override
    protected Map<String, String> keyHeader() {
        return Map.of("x-api-key", KEY);
    }

    @Override
    protected String requestIdHeader() {
        return "request-id";
    }

    /** "Rate limits", section "Response headers". */
    @Override
    protected Map<String, ReportedLimits> limits() {
        return Map.of(
                """
                anthropic-ratelimit-requests-limit: 50
                anthropic-ratelimit-requests-remaining: 49
                anthropic-ratelimit-requests-reset: 2026-10-21T07:28:01Z
                anthropic-ratelimit-tokens-limit: 60000
                anthropic-ratelimit-tokens-remaining: 58000
                anthropic-ratelimit-tokens-reset: 2026-10-21T07:28:02Z
                anthropic-ratelimit-input-tokens-limit: 50000
                anthropic-ratelimit-input-tokens-remaining: 48000
                anthropic-ratelimit-input-tokens-reset: 2026-10-21T07:28:03Z
                anthropic-ratelimit-output-tokens-limit: 10000
                anthropic-ratelimit-output-tokens-remaining: 10000
                anthropic-ratelimit-output-tokens-reset: 2026-10-21T07:28:00Z
                """,
                new ReportedLimits(
                        new Window(50L, 49, Duration.ofSeconds(1)),
                        new Window(60_000L, 58_000, Duration.ofSeconds(2)),
                        new Window(50_000L, 48_000, Duration.ofSeconds(3)),
                        new Window(10_000L, 10_000, Duration.ZERO)),
                """
                anthropic-ratelimit-requests-remaining: 0
                anthropic-ratelimit-requests-reset: 2026-10-21T09:28:30+02:00
                """,
                new ReportedLimits(new Window(null, 0, Duration.ofSeconds(30)), null, null, null),
                "anthropic-ratelimit-requests-remaining: 3\nanthropic-ratelimit-requests-reset: soon",
                new ReportedLimits(new Window(null, 3, null), null, null, null),
                "anthropic-ratelimit-requests-limit: 5",
                ReportedLimits.NONE);
    }

    /** "Handling stop reasons". */
    @Override
    protected Map<String, Ending> endings() {
        return Map.of(
                ended("max_tokens", "[{\"type\":\"text\",\"text\":\"{\\\"te\"}]", ""),
                Ending.TRUNCATED,
                ended("model_context_window_exceeded", "[{\"type\":\"text\",\"text\":\"{\\\"te\"}]", ""),
                Ending.CONTEXT_FULL,
                ended(
                        "refusal",
                        "[]",
                        ",\"stop_details\":{\"type\":\"refusal\",\"category\":\"bio\",\"explanation\":\"It asks for harm.\"}"),
                Ending.REFUSED,
                ended("refusal", "[{\"type\":\"text\",\"text\":\"I cannot help with that.\"}]", ""),
                Ending.REFUSED,
                ended("stop_sequence", "[{\"type\":\"text\",\"text\":\"{}\"}]", ""),
                Ending.COMPLETE);
    }

    private static String ended(String stopReason, String content, String more) {
        return "{\"id\":\"msg_1\",\"content\":" + content + ",\"stop_reason\":\"" + stopReason
                + "\",\"usage\":{\"input_tokens\":9,\"output_tokens\":3}" + more + "}";
    }

    /** "Errors"; "Rate limits", sections "Spend limits" and "Setting your own spend limit". */
    @Override
    protected List<Failure> failures() {
        return List.of(
                failure(400, "invalid_request_error", "max_tokens: Field required", FailureKind.REJECTED),
                failure(
                        400,
                        "invalid_request_error",
                        "prompt is too long: 205000 tokens > 200000 maximum",
                        FailureKind.PROMPT_TOO_LONG),
                failure(
                        400,
                        "invalid_request_error",
                        "You have reached your specified API usage limits. You will regain access on 2026-11-01 at 00:00"
                                + " UTC.",
                        FailureKind.QUOTA_EXHAUSTED),
                failure(
                        400,
                        "invalid_request_error",
                        "Your credit balance is too low to access the Anthropic API.",
                        FailureKind.QUOTA_EXHAUSTED),
                failure(
                        400,
                        "invalid_request_error",
                        "Output blocked by content filtering policy",
                        FailureKind.CONTENT_FILTERED),
                failure(401, "authentication_error", "invalid x-api-key", FailureKind.ACCESS_DENIED),
                failure(402, "billing_error", "Check your payment details", FailureKind.QUOTA_EXHAUSTED),
                failure(403, "permission_error", "Your API key does not have permission", FailureKind.ACCESS_DENIED),
                failure(404, "not_found_error", "model: claude-9", FailureKind.UNKNOWN_MODEL),
                failure(409, "conflict_error", "modified concurrently", FailureKind.UNAVAILABLE),
                failure(413, "request_too_large", "Request exceeds the maximum size", FailureKind.PROMPT_TOO_LONG),
                failure(429, "rate_limit_error", "would exceed the rate limit", FailureKind.THROTTLED),
                new Failure(
                        429,
                        "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"You have reached your API"
                                + " usage limits\",\"details\":{\"error_code\":\"enforced_spend_limit_reached\"}}}",
                        FailureKind.QUOTA_EXHAUSTED),
                failure(500, "api_error", "Internal server error", FailureKind.UNAVAILABLE),
                failure(504, "timeout_error", "timed out", FailureKind.UNAVAILABLE),
                failure(503, "api_error", "Service unavailable", FailureKind.OVERLOADED),
                failure(500, "overloaded_error", "Overloaded", FailureKind.OVERLOADED),
                failure(529, "overloaded_error", "Overloaded", FailureKind.OVERLOADED));
    }

    private static Failure failure(int status, String type, String message, FailureKind kind) {
        return new Failure(
                status,
                "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message
                        + "\"},\"request_id\":\"req_in_body\"}",
                kind);
    }

    @Override
    protected Failure formRefused() {
        return failure(
                400,
                "invalid_request_error",
                "output_config: Extra inputs are not permitted; tools: not supported",
                FailureKind.REJECTED);
    }

    @Override
    protected AnswerForm form(JsonNode body) {
        if (body.path("output_config").has("format")) {
            return AnswerForm.STRICT_SCHEMA;
        }
        return body.has("tools") ? AnswerForm.SCHEMA : AnswerForm.INSTRUCTION;
    }

    @Override
    protected JsonNode schema(JsonNode body) {
        JsonNode strict = body.at("/output_config/format/schema");
        return strict.isMissingNode() ? body.at("/tools/0/input_schema") : strict;
    }

    @Test
    void sendsEverythingThatWasAskedForUnderTheNamesOfTheProtocol() {
        ModelRequest request = new ModelRequest(
                "claude-haiku-4-5",
                new ModelSettings(
                        "ignored",
                        "ignored",
                        0.0,
                        0.9,
                        200,
                        42L,
                        "low",
                        null,
                        "auto",
                        null,
                        Map.of(),
                        true,
                        SchemaInPrompt.AUTO),
                SCHEMA,
                schemaRequest(SCHEMA, "row").messages());

        assertThat(JSON.readTree(sent(request, KEY, Dialect.NONE).body())).isEqualTo(JSON.readTree("""
                {"model": "claude-haiku-4-5", "stream": false, "max_tokens": 200, "temperature": 0.0, "top_p": 0.9, "service_tier": "auto",
                 "output_config": {"effort": "low", "format": {"type": "json_schema", "schema":
                   {"type": "object", "required": ["team"], "additionalProperties": false,
                    "properties": {"team": {"type": "string", "enum": ["access", "sales"]}}}}},
                 "system": [{"type": "text", "text": "You triage. Answer with JSON.\\n\\nAnswer with: team: access | sales"}],
                 "messages": [
                   {"role": "user", "content": "example"},
                   {"role": "assistant", "content": [{"type": "text", "text": "{\\"team\\":\\"sales\\"}",
                     "cache_control": {"type": "ephemeral"}}]},
                   {"role": "user", "content": "row"}]}
                """));
    }

    @Test
    void keepsTheSystemPromptWhenThatIsAllThatStaysTheSame() {
        ModelRequest request = new ModelRequest(
                "m",
                NO_SETTINGS,
                null,
                List.of(new Message(Role.SYSTEM, "You triage."), new Message(Role.USER, "row")));
        assertThat(JSON.readTree(sent(request, KEY, Dialect.NONE).body())).isEqualTo(JSON.readTree("""
                {"model": "m", "stream": false, "max_tokens": 4096,
                 "system": [{"type": "text", "text": "You triage.", "cache_control": {"type": "ephemeral"}}],
                 "messages": [{"role": "user", "content": "row"}]}
                """));
    }

    @Test
    void namesTheVersionOfTheProtocol() {
        assertThat(sent(request("hello"), KEY, Dialect.NONE).headers())
                .containsEntry("anthropic-version", "2023-06-01");
    }

    @Test
    void leavesWhatMayLackOptionalAndSaysTheBoundsItDoesNotKnow() {
        ObjectNode schema = SCHEMA.deepCopy();
        schema.withObject("/properties")
                .putObject("urgency")
                .put("type", "integer")
                .put("maximum", 5);
        JsonNode sent = schema(JSON.readTree(
                sent(schemaRequest(schema, "x"), KEY, Dialect.NONE).body()));
        assertThat(sent.path("required")).isEqualTo(JSON.readTree("[\"team\"]"));
        assertThat(sent.at("/properties/urgency"))
                .isEqualTo(JSON.readTree("{\"type\":\"integer\",\"description\":\"at most 5\"}"));
    }

    @Test
    void theInputOfTheAnswersToolIsTheAnswer() {
        ModelReply reply = reply(wire -> wire.respond(200, """
                {"id": "msg_1", "content": [{"type": "text", "text": "Here it is."},
                   {"type": "tool_use", "id": "toolu_1", "name": "answer", "input": {"team": "sales"}}],
                 "stop_reason": "tool_use", "usage": {"input_tokens": 9, "output_tokens": 3}}
                """));
        assertThat(reply.content()).isEqualTo("{\"team\":\"sales\"}");
        assertThat(reply.ending()).isEqualTo(Ending.COMPLETE);
    }

    @Test
    void thinkingIsNoPartOfTheAnswer() {
        ModelReply reply = reply(wire -> wire.respond(200, """
                {"content": [{"type": "thinking", "thinking": "Hm.", "signature": "x"}, {"type": "text", "text": "{}"}],
                 "stop_reason": "end_turn", "usage": {"input_tokens": 9, "output_tokens": 3}}
                """));
        assertThat(reply.content()).isEqualTo("{}");
    }

    @Test
    void takesTheCallsNameFromTheBodyOfAnError() {
        assertThat(failure(wire -> wire.respond(
                                529,
                                failure(529, "overloaded_error", "x", FailureKind.UNAVAILABLE)
                                        .body()))
                        .requestId())
                .isEqualTo("req_in_body");
    }
}
