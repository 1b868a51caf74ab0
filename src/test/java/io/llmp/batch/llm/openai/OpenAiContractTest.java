package io.llmp.batch.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.limit.ReportedLimits.Window;
import io.llmp.batch.llm.AnswerForm;
import io.llmp.batch.llm.Dialect;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelReply.Ending;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.ProviderContract;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.llm.WireServer;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.ModelSettings;
import io.llmp.batch.template.SchemaInPrompt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Chat completions, against what OpenAI's API reference shows, and what compatible servers are known to answer. Long because
 * it holds their answers.
 */
class OpenAiContractTest extends ProviderContract {

    @Override
    protected Protocol protocol(InstantSource clock) {
        return new OpenAiConfiguration().openAiProtocol(clock);
    }

    /** API reference, "The chat completion object", with cached tokens as in the guide "Prompt caching". */
    @Override
    protected String answer() {
        return """
                {"id": "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT", "object": "chat.completion", "created": 1741569952,
                 "model": "gpt-5-mini-2025-08-07",
                 "choices": [{"index": 0,
                   "message": {"role": "assistant", "content": "{\\"team\\":\\"access\\"}", "refusal": null, "annotations": []},
                   "logprobs": null, "finish_reason": "stop"}],
                 "usage": {"prompt_tokens": 2006, "completion_tokens": 300, "total_tokens": 2306,
                   "prompt_tokens_details": {"cached_tokens": 1920, "audio_tokens": 0},
                   "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0}},
                 "service_tier": "default", "system_fingerprint": null}
                """;
    }

    @Override
    protected Usage usage() {
        return new Usage(2006, 1920, 300);
    }

    @Override
    protected String path() {
        return "/v1/chat/completions";
    }

    @Override
    protected Map<String, String> keyHeader() {
        return Map.of("authorization", "Bearer " + KEY);
    }

    @Override
    protected String requestIdHeader() {
        return "x-request-id";
    }

    /** Guide "Rate limits", section "Rate limits in headers". */
    @Override
    protected Map<String, ReportedLimits> limits() {
        return Map.of(
                """
                x-ratelimit-limit-requests: 60
                x-ratelimit-limit-tokens: 150000
                x-ratelimit-remaining-requests: 59
                x-ratelimit-remaining-tokens: 149984
                x-ratelimit-reset-requests: 1s
                x-ratelimit-reset-tokens: 6m0s
                """,
                new ReportedLimits(
                        new Window(60L, 59, Duration.ofSeconds(1)),
                        new Window(150_000L, 149_984, Duration.ofMinutes(6)),
                        null,
                        null),
                "x-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 6ms",
                new ReportedLimits(new Window(null, 0, Duration.ofMillis(6)), null, null, null),
                "x-ratelimit-remaining-tokens: 7\nx-ratelimit-reset-tokens: 1m3.5s",
                new ReportedLimits(null, new Window(null, 7, Duration.ofMillis(63_500)), null, null),
                "x-ratelimit-limit-tokens: many\nx-ratelimit-remaining-tokens: 7\nx-ratelimit-reset-tokens: 12",
                new ReportedLimits(null, new Window(null, 7, Duration.ofSeconds(12)), null, null),
                "x-ratelimit-limit-requests: 5\nx-ratelimit-remaining-requests: ?",
                ReportedLimits.NONE);
    }

    /** API reference, "The chat completion object"; guide "Structured model outputs", section "Refusals". */
    @Override
    protected Map<String, Ending> endings() {
        String refusal = """
                {"id": "chatcmpl-1", "choices": [{"index": 0, "finish_reason": "stop",
                  "message": {"role": "assistant", "content": null, "refusal": "I'm sorry, I cannot assist with that."}}],
                 "usage": {"prompt_tokens": 81, "completion_tokens": 11, "total_tokens": 92}}
                """;
        return Map.of(
                refusal,
                Ending.REFUSED,
                cut("length"),
                Ending.TRUNCATED,
                cut("content_filter"),
                Ending.FILTERED,
                cut("tool_calls"),
                Ending.COMPLETE);
    }

    private static String cut(String finishReason) {
        return "{\"choices\":[{\"message\":{\"content\":\"{\\\"te\"},\"finish_reason\":\"" + finishReason
                + "\"}],\"usage\":{\"prompt_tokens\":5}}";
    }

    /** Guide "Error codes" and help article 5955604, as of 2026-10, of which the statuses are documented and not every code;
     * API reference, "Errors"; the error bodies of vLLM, llama.cpp and Azure's content filter. */
    @Override
    protected List<Failure> failures() {
        return List.of(
                failure(401, "invalid_request_error", "invalid_api_key", FailureKind.ACCESS_DENIED),
                failure(401, "invalid_request_error", "invalid_organization", FailureKind.ACCESS_DENIED),
                failure(401, "invalid_request_error", "ip_not_authorized", FailureKind.ACCESS_DENIED),
                failure(403, "request_forbidden", "unsupported_country_region_territory", FailureKind.ACCESS_DENIED),
                failure(404, "invalid_request_error", "model_not_found", FailureKind.UNKNOWN_MODEL),
                failure(400, "invalid_request_error", "model_not_found", FailureKind.UNKNOWN_MODEL),
                failure(400, "invalid_request_error", "context_length_exceeded", FailureKind.PROMPT_TOO_LONG),
                failure(400, "invalid_request_error", "string_above_max_length", FailureKind.PROMPT_TOO_LONG),
                failure(400, null, "content_filter", FailureKind.CONTENT_FILTERED),
                failure(400, "invalid_request_error", "content_policy_violation", FailureKind.CONTENT_FILTERED),
                failure(400, "invalid_request_error", "invalid_service_tier", FailureKind.REJECTED),
                failure(400, "invalid_request_error", "unsupported_value", FailureKind.REJECTED),
                failure(422, "invalid_request_error", null, FailureKind.REJECTED),
                failure(402, null, null, FailureKind.QUOTA_EXHAUSTED),
                failure(413, null, null, FailureKind.PROMPT_TOO_LONG),
                failure(429, "tokens", "rate_limit_exceeded", FailureKind.THROTTLED),
                failure(429, "requests", "rate_limit_exceeded", FailureKind.THROTTLED),
                failure(429, "rate_limit_error", "slow_down", FailureKind.THROTTLED),
                failure(429, "insufficient_quota", "credit_balance_exhausted", FailureKind.QUOTA_EXHAUSTED),
                failure(429, "billing_error", "credit_balance_exhausted", FailureKind.QUOTA_EXHAUSTED),
                failure(429, "billing_error", "organization_usage_limit_exceeded", FailureKind.QUOTA_EXHAUSTED),
                failure(429, "billing_error", "organization_spend_limit_exceeded", FailureKind.QUOTA_EXHAUSTED),
                failure(429, "billing_error", "project_spend_limit_exceeded", FailureKind.QUOTA_EXHAUSTED),
                failure(429, "billing_not_active", "billing_not_active", FailureKind.QUOTA_EXHAUSTED),
                failure(400, "invalid_request_error", "billing_hard_limit_reached", FailureKind.QUOTA_EXHAUSTED),
                failure(429, "insufficient_quota", "insufficient_quota", FailureKind.QUOTA_EXHAUSTED),
                failure(429, "insufficient_quota", null, FailureKind.QUOTA_EXHAUSTED),
                failure(408, null, null, FailureKind.UNAVAILABLE),
                failure(409, null, null, FailureKind.UNAVAILABLE),
                failure(500, "server_error", null, FailureKind.UNAVAILABLE),
                failure(502, null, null, FailureKind.UNAVAILABLE),
                failure(504, null, null, FailureKind.UNAVAILABLE),
                failure(503, "server_error", null, FailureKind.OVERLOADED),
                failure(503, "service_unavailable_error", "server_is_overloaded", FailureKind.OVERLOADED),
                failure(529, null, null, FailureKind.OVERLOADED),
                new Failure(
                        400,
                        "{\"object\":\"error\",\"message\":\"This model's maximum context length is 4096 tokens.\","
                                + "\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
                        FailureKind.PROMPT_TOO_LONG),
                new Failure(
                        400,
                        "{\"error\":{\"code\":400,\"message\":\"the request exceeds the available context size\","
                                + "\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":9,\"n_ctx\":8}}",
                        FailureKind.PROMPT_TOO_LONG));
    }

    private static Failure failure(int status, @Nullable String type, @Nullable String code, FailureKind kind) {
        String body = "{\"error\":{\"message\":\"the provider's words\",\"type\":" + JSON.writeValueAsString(type)
                + ",\"param\":null,\"code\":" + JSON.writeValueAsString(code) + "}}";
        return new Failure(status, body, kind);
    }

    @Override
    protected Failure formRefused() {
        return new Failure(
                400,
                "{\"error\":{\"message\":\"Invalid parameter: 'response_format' of type 'json_schema' is not supported with"
                        + " this model.\",\"type\":\"invalid_request_error\",\"param\":\"response_format\",\"code\":null}}",
                FailureKind.REJECTED);
    }

    @Override
    protected AnswerForm form(JsonNode body) {
        JsonNode format = body.path("response_format");
        return switch (format.path("type").asString("")) {
            case "json_schema" ->
                format.path("json_schema").path("strict").asBoolean() ? AnswerForm.STRICT_SCHEMA : AnswerForm.SCHEMA;
            case "json_object" -> AnswerForm.JSON_OBJECT;
            default -> AnswerForm.INSTRUCTION;
        };
    }

    @Override
    protected JsonNode schema(JsonNode body) {
        return body.path("response_format").path("json_schema").path("schema");
    }

    @Test
    void sendsEverythingThatWasAskedForUnderTheNamesOfTheProtocol() {
        ModelRequest request = new ModelRequest(
                "gpt-5-mini",
                new ModelSettings(
                        "ignored",
                        "ignored",
                        0.0,
                        0.9,
                        200,
                        42L,
                        "low",
                        null,
                        "flex",
                        null,
                        Map.of(),
                        true,
                        SchemaInPrompt.AUTO),
                SCHEMA,
                List.of(
                        new Message(Message.Role.SYSTEM, "You triage."),
                        new Message(Message.Role.USER, "Zeile 1\nÜ \uD83D\uDE00"),
                        new Message(Message.Role.ASSISTANT, "{}"),
                        new Message(Message.Role.USER, "again")));

        assertThat(JSON.readTree(sent(request, KEY, Dialect.NONE).body())).isEqualTo(JSON.readTree("""
                {"model": "gpt-5-mini", "stream": false,
                 "messages": [
                   {"role": "system", "content": "You triage.\\n\\nAnswer with: team: access | sales"},
                   {"role": "user", "content": "Zeile 1\\nÜ \uD83D\uDE00"},
                   {"role": "assistant", "content": "{}"},
                   {"role": "user", "content": "again"}],
                 "temperature": 0.0, "top_p": 0.9, "max_completion_tokens": 200, "seed": 42, "reasoning_effort": "low",
                 "service_tier": "flex",
                 "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "strict": true, "schema":
                   {"type": "object", "required": ["team"], "additionalProperties": false,
                    "properties": {"team": {"type": "string", "enum": ["access", "sales"]}}}}}}
                """));
    }

    @Test
    void leavesOutWhatWasNotAskedFor() {
        assertThat(JSON.readTree(sent(request("hello"), KEY, Dialect.NONE).body())
                        .propertyNames())
                .containsExactlyInAnyOrder("model", "stream", "messages");
    }

    @Test
    void anOlderServerBoundsItsAnswersByAnotherField() {
        Dialect older = new Dialect(
                null, Map.of(), null, Map.of(), JSON.createObjectNode(), "max_tokens", AnswerForm.STRICT_SCHEMA, null);
        JsonNode body =
                JSON.readTree(sent(request("hello").withSettings(NO_SETTINGS.withMaxOutputTokens(9)), KEY, older)
                        .body());
        assertThat(body.path("max_tokens").asInt()).isEqualTo(9);
        assertThat(body.has("max_completion_tokens")).isFalse();
    }

    @Test
    void aMemberThatMayLackIsOneThatMayBeNull() {
        ObjectNode optional = SCHEMA.deepCopy();
        optional.withObject("/properties")
                .putObject("note")
                .put("type", "string")
                .put("maxLength", 5);
        Dialect shown = new Dialect(
                null, Map.of(), null, Map.of(), JSON.createObjectNode(), null, AnswerForm.STRICT_SCHEMA, true);
        JsonNode schema = schema(
                JSON.readTree(sent(schemaRequest(optional, "x"), KEY, shown).body()));
        assertThat(schema.path("required")).isEqualTo(JSON.readTree("[\"team\",\"note\"]"));
        assertThat(schema.at("/properties/note"))
                .isEqualTo(JSON.readTree("{\"type\":[\"string\",\"null\"],\"description\":\"at most 5 characters\"}"));
    }

    /** Counts as servers have been seen to give them, and what can be true of them. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'prompt_tokens':10,'completion_tokens':20,'prompt_tokens_details':{'cached_tokens':20000}} | 20010 | 20000 | 20",
                "{'prompt_tokens':100,'completion_tokens':-1} | 100 | 0 | 0",
                "{'prompt_tokens':-5,'completion_tokens':20} | 0 | 0 | 20",
                "{'prompt_tokens':100,'completion_tokens':20,'prompt_tokens_details':{'cached_tokens':-3}} | 100 | 0 | 20",
                "{'prompt_tokens':9223372036854775807,'completion_tokens':20} | 0 | 0 | 20",
                "{'prompt_tokens':1e30,'completion_tokens':20} | 0 | 0 | 20",
                "{'prompt_tokens':'100','completion_tokens':'20'} | 100 | 0 | 20",
                "{'prompt_tokens':null,'completion_tokens':20.5} | 0 | 0 | 20",
                "{'prompt_tokens':{},'completion_tokens':[20]} | 0 | 0 | 0"
            })
    void countsNoTokensThatCannotBe(String usage, long prompt, long cached, long completion) {
        String body = ("{'choices':[{'message':{'content':'{}'}}],'usage':" + usage + "}").replace('\'', '"');
        assertThat(reply(wire -> wire.respond(200, body)).usage()).isEqualTo(new Usage(prompt, cached, completion));
    }

    @Test
    void aReplyWithoutContentFinishReasonIdOrUsageIsAnEmptyAnswer() {
        ModelReply reply = reply(wire -> wire.respond(
                200, "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":null},\"finish_reason\":null}]}"));
        assertThat(reply).isEqualTo(new ModelReply("", Ending.COMPLETE, null, null, Usage.NONE, ReportedLimits.NONE));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {'error':{'message':'This model does not support response format `json_schema`.'}}",
                "400 | {'error':{'message':'This response_format type is unavailable now','type':'invalid_request_error'}}",
                "400 | {'error':{'message':'Invalid schema for response_format \\'answer\\'','param':'response_format'}}",
                "500 | {'error':{'code':500,'message':'JSON schema conversion failed: unable to make a grammar'}}",
                "422 | {'detail':[{'loc':['body','response_format','json_schema'],'msg':'extra fields not permitted'}]}"
            })
    void knowsHowServersRefuseAForm(int status, String body) {
        assertThat(refuses(
                        status, body.replace("\\'", "\u0001").replace('\'', '"').replace('\u0001', '\'')))
                .isTrue();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | {'error':{'message':'no access to response_format'}}",
                "429 | {'error':{'message':'too many json_schema requests'}}",
                "503 | {'error':{'message':'response_format worker is down'}}",
                "400 | {'error':{'message':'temperature is not supported','param':'temperature'}}"
            })
    void doesNotTakeAnotherFailureForARefusalOfTheForm(int status, String body) {
        assertThat(refuses(status, body.replace('\'', '"'))).isFalse();
    }

    private boolean refuses(int status, String body) {
        int[] calls = {0};
        try (WireServer server = WireServer.start(wire -> {
                    calls[0]++;
                    wire.respond(status, body);
                });
                ModelClient client = connect(server.baseUrl())) {
            client.call(schemaRequest(SCHEMA, "x"));
        }
        return calls[0] > 1;
    }
}
