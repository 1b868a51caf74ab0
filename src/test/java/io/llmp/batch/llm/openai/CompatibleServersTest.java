package io.llmp.batch.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.Dialect;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelReply.Elsewhere;
import io.llmp.batch.llm.ModelReply.Ending;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.Provider;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.llm.WireServer;
import io.llmp.batch.llm.key.ProviderKey;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.ModelSettings;
import io.llmp.batch.template.SchemaInPrompt;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What servers that speak chat completions answer unlike OpenAI's, as their documentation or their users' reports show it:
 * real calls over HTTP. Long because it holds their replies; quotes are apostrophes.
 */
class CompatibleServersTest {

    private static final Instant NOW = Instant.parse("2026-10-21T07:28:00Z");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            Mistral, reasoning | {'content':[{'type':'thinking','thinking':[{'type':'text','text':'{x}'}]},{'type':'text','text':'yes'}]} | yes
            parts of text      | {'content':[{'type':'text','text':'y'},{'type':'text','text':'es'}]}                                | yes
            strings as parts   | {'content':['y','es']}                                                                              | yes
            an object          | {'content':{'a':1}}                                                                                 | {"a":1}
            unknown parts      | {'content':[{'type':'image_url','image_url':{}},{'type':'output_text','text':'yes'}]}               | yes
            """)
    void readsTheTextWhereverItStands(String who, String message, String text) {
        assertThat(reply(completion(message, "'stop'", "")).content()).isEqualTo(text);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            LiteLLM before Bedrock | {'content':null,'tool_calls':[{'function':{'name':'json_tool_call','arguments':'{}'}}]} | tool call
            arguments as an object | {'content':'','tool_calls':[{'function':{'name':'x','arguments':{}}}]}                  | tool call
            the older form         | {'content':null,'function_call':{'name':'x','arguments':'{}'}}                          | tool call
            SGLang's parser        | {'content':null,'reasoning_content':'{}'}                                               | reasoning
            vLLM, OpenRouter       | {'content':'','reasoning':'{}'}                                                         | reasoning
            """)
    void keepsWhatStandsBesideAnEmptyContent(String who, String message, String place) {
        ModelReply reply = reply(completion(message, "'stop'", ""));
        assertThat(reply.content()).isEmpty();
        assertThat(reply.details().elsewhere()).containsExactly(new Elsewhere(place, "{}"));
    }

    @Test
    void reasoningBesideAnAnswerIsNone() {
        ModelReply reply =
                reply(completion("{'content':'yes','reasoning_content':'no','reasoning':'no'}", "'stop'", ""));
        assertThat(reply.details().elsewhere()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "max_tokens, TRUNCATED",
        "MAX_TOKENS, TRUNCATED",
        "model_length, TRUNCATED",
        "SAFETY, FILTERED",
        "content_filter, FILTERED",
        "eos, COMPLETE",
        "tool_calls, COMPLETE"
    })
    void knowsOtherWordsForAnEnding(String word, Ending ending) {
        assertThat(reply(completion("{'content':'x'}", "'" + word + "'", "")).ending())
                .isEqualTo(ending);
    }

    /** OpenRouter ("Errors", within a choice) and DeepSeek ("finish_reason"). */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            'error','error':{'code':502,'message':'Upstream idle timeout exceeded'} | Upstream idle timeout exceeded
            'insufficient_system_resource'                                          | insufficient_system_resource
            """)
    void aProviderThatBrokeOffIsAFailureThatIsBilled(String ending, String words) {
        CallFailure failure = failure(
                200, completion("{'content':'{\\'a'}", ending, ",'usage':{'prompt_tokens':100,'completion_tokens':5}"));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure.message()).contains(words);
        assertThat(failure.billed()).isEqualTo(new Usage(100, 0, 5));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            DeepSeek  | {'prompt_tokens':100,'completion_tokens':20,'prompt_cache_hit_tokens':64,'prompt_cache_miss_tokens':36} | 64 | 20
            Moonshot  | {'prompt_tokens':100,'completion_tokens':20,'cached_tokens':64}                                         | 64 | 20
            LiteLLM   | {'prompt_tokens':100,'completion_tokens':20,'cache_read_input_tokens':64,'cache_creation_input_tokens':1} | 64 | 20
            xAI       | {'prompt_tokens':100,'completion_tokens':20,'total_tokens':420}                                         | 0  | 320
            a wrong total | {'prompt_tokens':100,'completion_tokens':20,'total_tokens':7}                                       | 0  | 20
            """)
    void countsTokensUnderTheNamesThatServersGiveThem(String who, String usage, long cached, long completion) {
        Usage counted = reply(completion("{'content':'x'}", "'stop'", ",'usage':" + usage))
                .usage();
        assertThat(counted.promptTokens()).isEqualTo(100);
        assertThat(counted.cachedTokens()).isEqualTo(cached);
        assertThat(counted.completionTokens()).isEqualTo(completion);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', nullValues = "none", textBlock = """
            'cost':0.00014                                                                   |                                  | 0.00014
            'cost':0.01,'is_byok':true,'cost_details':{'upstream_inference_cost':0.2}        |                                  | 0.21
            'cost':-1                                                                        |                                  | none
            'cost':'0.5'                                                                     |                                  | none
            'x':1                                                                            | x-litellm-response-cost: 3.4e-05 | 3.4e-05
            'x':1                                                                            | x-litellm-response-cost: 0.0     | none
            'x':1                                                                            | x-litellm-response-cost: None    | none
            """)
    void takesWhatTheServerSaysThatItCosts(String usage, String header, BigDecimal dollars) {
        ModelReply reply = (ModelReply) call(wire -> wire.respond(
                200,
                completion("{'content':'x'}", "'stop'", ",'usage':{" + usage + "}"),
                header == null ? new String[0] : new String[] {header}));
        assertThat(reply.details().dollars()).isEqualTo(dollars);
    }

    @Test
    void namesTheModelThatAGatewayAskedInstead() {
        String body = completion("{'content':'x'}", "'stop'", ",'model':'gpt-other'");
        ModelReply other = (ModelReply) call(wire -> wire.respond(200, body, "x-litellm-attempted-fallbacks: 1"));
        assertThat(other.details().model()).isEqualTo("gpt-other");
        assertThat(other.details().fallback()).isTrue();
        ModelReply asked = (ModelReply) call(wire -> wire.respond(200, body, "x-litellm-attempted-fallbacks: 0"));
        assertThat(asked.details().fallback()).isFalse();
    }

    /** Groq ("Structured outputs"): the model wrote what breaks the schema. It is an answer, to be repaired. */
    @Test
    void anAnswerThatIsWithheldForItsSchemaIsOne() {
        ModelResult result = call(wire -> wire.respond(
                400,
                quoted("{'error':{'message':'Generated JSON does not match the expected schema.',"
                        + "'code':'json_validate_failed','failed_generation':'{\\'score\\':7}'}}")));
        assertThat(result).isInstanceOfSatisfying(ModelReply.class, reply -> {
            assertThat(reply.content()).isEqualTo("{\"score\":7}");
            assertThat(reply.ending()).isEqualTo(Ending.COMPLETE);
        });
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            Bedrock      | 400 | {'message':'Input is too long for requested model.'}                                              | PROMPT_TOO_LONG
            xAI          | 400 | {'code':'x','error':'This model's maximum prompt length is 131072 but the request contains 537812 tokens.'} | PROMPT_TOO_LONG
            Together     | 422 | {'error':{'message':'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193.'}}     | PROMPT_TOO_LONG
            SGLang       | 400 | {'message':'The input (40211 tokens) is longer than the model's context length (32768 tokens).'}        | PROMPT_TOO_LONG
            vLLM         | 400 | {'message':'max_tokens must be at least 1, got -186.'}                                             | PROMPT_TOO_LONG
            Gemini       | 400 | [{'error':{'message':'The input token count (314175) exceeds the maximum number of tokens allowed (131072).'}}] | PROMPT_TOO_LONG
            Ollama       | 500 | {'error':{'message':'the input length exceeds the context length'}}                                | PROMPT_TOO_LONG
            OpenAI TPM   | 429 | {'error':{'message':'Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 48123.'}} | PROMPT_TOO_LONG
            Groq TPM     | 413 | {'error':{'message':'Request too large on tokens per minute (TPM): Limit 6000, Requested 9871'}}   | PROMPT_TOO_LONG
            Groq         | 429 | {'error':{'message':'Rate limit reached on tokens per minute (TPM): Limit 15000, Used 11972, Requested 4351.'}} | THROTTLED
            Azure        | 429 | {'error':{'message':'Your requests have exceeded the context of the token rate limit per minute.'}}     | THROTTLED
            a rate       | 400 | {'error':{'message':'maximum context length quota per minute reached'}}                            | REJECTED
            Azure        | 400 | {'error':{'message':'x','code':'content_filter','innererror':{'code':'ResponsibleAIPolicyViolation'}}} | CONTENT_FILTERED
            LiteLLM      | 400 | {'error':{'message':'litellm.ContentPolicyViolationError: AzureException','code':'400'}}           | CONTENT_FILTERED
            OpenAI       | 400 | {'error':{'message':'Invalid prompt: your prompt was flagged','code':'invalid_prompt'}}            | CONTENT_FILTERED
            DashScope    | 400 | {'error':{'message':'x','type':'data_inspection_failed','code':'data_inspection_failed'}}          | CONTENT_FILTERED
            DeepSeek     | 400 | {'error':{'message':'Content Exists Risk','code':'invalid_request_error'}}                         | CONTENT_FILTERED
            OpenRouter   | 403 | {'error':{'code':403,'message':'Your input was flagged by moderation'}}                            | CONTENT_FILTERED
            xAI          | 403 | {'code':'x','error':'Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_BIO'}      | CONTENT_FILTERED
            Moonshot     | 429 | {'error':{'message':'Your account is suspended','type':'exceeded_current_quota_error'}}            | QUOTA_EXHAUSTED
            Zhipu        | 429 | {'error':{'message':'x','code':'1113'}}                                                            | QUOTA_EXHAUSTED
            xAI          | 403 | {'code':'x','error':'Your team has either used all available credits or reached its monthly spending limit.'} | QUOTA_EXHAUSTED
            LiteLLM      | 422 | {'error':{'message':'Budget has been exceeded! Current cost: 1.0, Max budget: 0.1','type':'budget_exceeded'}} | QUOTA_EXHAUSTED
            LiteLLM      | 429 | {'error':{'message':'No deployments available - crossed budget for provider','code':'429'}}        | QUOTA_EXHAUSTED
            LiteLLM      | 400 | {'error':{'message':'No connected db.','type':'no_db_connection','code':'400'}}                    | ACCESS_DENIED
            Gemini       | 400 | [{'error':{'message':'API key not valid.','details':[{'reason':'API_KEY_INVALID'}]}}]              | ACCESS_DENIED
            LiteLLM      | 400 | {'error':{'message':'/chat/completions: Invalid model name passed in model=x.'}}                   | UNKNOWN_MODEL
            a wrong path | 405 | {'detail':'Method Not Allowed'}                                                                    | UNKNOWN_MODEL
            LiteLLM      | 429 | {'error':{'message':'Crossed max_parallel_requests limit of 2'}}                                   | PARALLEL_LIMIT
            Groq flex    | 498 | {'error':{'message':'Flex tier capacity exceeded.'}}                                               | UNAVAILABLE
            Groq         | 424 | {'error':{'message':'The model returned an error'}}                                                | UNAVAILABLE
            a gateway    | 499 | {'error':{'message':'client closed request'}}                                                      | UNAVAILABLE
            AWS          | 400 | {'Message':'The provided model identifier is not a foundation model.'}                             | REJECTED
            """)
    void knowsWhatServersMean(String who, int status, String body, FailureKind kind) {
        String json = body.replace("el's", "el`s").replace('\'', '"').replace("el`s", "el's");
        assertThat(failure(status, json).kind()).isEqualTo(kind);
    }

    @Test
    void aLimitOnParallelCallsMayStandInAHeader() {
        CallFailure failure = (CallFailure) call(wire ->
                wire.respond(429, quoted("{'error':{'message':'limit'}}"), "rate_limit_type: max_parallel_requests"));
        assertThat(failure.kind()).isEqualTo(FailureKind.PARALLEL_LIMIT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', nullValues = "none", textBlock = """
            x-ms-retry-after-ms: 3000     | {'error':{'message':'x'}}                                                    | 3
            llm_provider-retry-after: 7   | {'error':{'message':'x'}}                                                    | 7
            retry-after: 2                | {'error':{'message':'Please try again in 20.5s.'}}                           | 2
            x: y                          | {'error':{'message':'Rate limit reached. Please try again in 7h12m0s. Visit'}} | 25920
            x: y                          | {'error':{'message':'Please try again in 340ms.'}}                           | 0.34
            x: y                          | {'error':{'message':'Please retry after 86400 seconds.'}}                    | 86400
            x: y                          | {'statusCode':429,'message':'Token limit is exceeded. Try again in 3 seconds.'} | 3
            x: y                          | {'error':{'message':'Try again in 1 hour and 5 minutes'}}                    | 3600
            x: y                          | {'error':{'message':'wait 2 minutes'}}                                       | 120
            x: y                          | {'error':{'message':'Limit 15000, Used 11972. Try again later, in 2026.'}}   | none
            x: y                          | [{'error':{'message':'x','details':[{'@type':'RetryInfo','retryDelay':'15s'}]}}] | 15
            x: y                          | {'error':{'message':'x','metadata':{'headers':{'X-RateLimit-Reset':'1792567690000'}}}} | 10
            x: y                          | [{'error':{'message':'x','details':[{'violations':[{'quotaId':'RequestsPerDayPerProject'}]},{'retryDelay':'39s'}]}}] | 84720
            """)
    void obeysAWaitWhereverItStands(String header, String body, Double seconds) {
        CallFailure failure = (CallFailure) call(wire -> wire.respond(429, quoted(body), header));
        assertThat(failure.retryAfter())
                .isEqualTo(seconds == null ? null : Duration.ofNanos(Math.round(seconds * 1e9)));
    }

    @Test
    void limitsThatAreNegativeAreNotTold() {
        ModelReply reply = (ModelReply) call(wire -> wire.respond(
                200,
                completion("{'content':'x'}", "'stop'", ""),
                "x-ratelimit-limit-requests: -1",
                "x-ratelimit-remaining-requests: -1",
                "x-ratelimit-remaining-tokens: -1",
                "x-ratelimit-reset-tokens: 60s"));
        assertThat(reply.limits()).isEqualTo(ReportedLimits.NONE);
    }

    @Test
    void readsTheLimitsOfALiteLlmKey() {
        ModelReply reply = (ModelReply) call(wire -> wire.respond(
                200,
                completion("{'content':'x'}", "'stop'", ""),
                "x-ratelimit-api_key-limit-requests: 60",
                "x-ratelimit-api_key-remaining-requests: 59"));
        assertThat(reply.limits().requests()).isEqualTo(new ReportedLimits.Window(60L, 59, null));
    }

    /** Mistral knows the older name only, OpenAI's reasoning models the newer one. */
    @Test
    void theBoundOfAnAnswerGoesByTheNameThatTheServerTakes() {
        Map.of(
                        "max_tokens",
                        "{'object':'error','message':{'detail':[{'type':'extra_forbidden',"
                                + "'loc':['body','max_completion_tokens'],'msg':'Extra inputs are not permitted'}]}}",
                        "max_completion_tokens",
                        "{'error':{'message':'Unsupported parameter: `max_tokens` is not supported with this model.',"
                                + "'param':'max_tokens','code':'unsupported_parameter'}}")
                .forEach((taken, refusal) -> {
                    List<JsonNode> bodies = new ArrayList<>();
                    String configured = taken.equals("max_tokens") ? "max_completion_tokens" : "max_tokens";
                    try (WireServer server = WireServer.start(wire -> {
                                JsonNode body = JsonMapper.shared()
                                        .readTree(wire.request().body());
                                bodies.add(body);
                                if (body.has(taken)) {
                                    wire.respond(200, completion("{'content':'x'}", "'stop'", ""));
                                } else {
                                    wire.respond(422, quoted(refusal));
                                }
                            });
                            ModelClient client = connect(server, configured)) {
                        assertThat(client.call(request())).isInstanceOf(ModelReply.class);
                        assertThat(client.call(request())).isInstanceOf(ModelReply.class);
                    }
                    assertThat(bodies).as("asked once for the wrong one").hasSize(3);
                    assertThat(bodies.get(2).path(taken).asInt()).isEqualTo(9);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            400 | {'error':{'message':'Unsupported value','param':'temperature','code':'unsupported_value'}}
            400 | {'error':{'message':'`temperature` is deprecated for this model.'}}
            422 | {'detail':[{'loc':['body','temperature'],'msg':'Extra inputs are not permitted'}]}
            """)
    void aSettingThatIsRefusedByItsNameConcernsTheRun(int status, String body) {
        assertThat(failure(status, quoted(body)).kind()).isEqualTo(FailureKind.SETTING_REFUSED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            400 | {'error':{'message':'Unsupported value','param':'seed','code':'unsupported_value'}}
            400 | {'error':{'message':'`temperature` must be at most 2'}}
            400 | {'error':{'message':'unsupported image'}}
            """)
    void anErrorThatNamesNoSettingOfTheRequestConcernsItsRow(int status, String body) {
        assertThat(failure(status, quoted(body)).kind()).isEqualTo(FailureKind.REJECTED);
    }

    /** A server may close a kept connection in the moment of a request. */
    @Test
    void aCallThatMeetsAClosedConnectionGoesOverANewOne() {
        List<String> asked = new ArrayList<>();
        try (WireServer server = WireServer.start(wire -> {
                    asked.add(wire.request().line());
                    if (asked.size() == 2) {
                        wire.socket().close();
                    } else {
                        wire.respond(200, completion("{'content':'x'}", "'stop'", ""));
                    }
                });
                ModelClient client = connect(server, null)) {
            assertThat(client.call(request())).isInstanceOf(ModelReply.class);
            assertThat(client.call(request())).as("its connection was closed").isInstanceOf(ModelReply.class);
            assertThat(server.connections()).isEqualTo(2);
        }
        assertThat(asked).hasSize(3);
    }

    private static Protocol protocol() {
        return new OpenAiConfiguration().openAiProtocol(InstantSource.fixed(NOW));
    }

    private static ModelClient connect(WireServer server, @Nullable String maxTokensField) {
        Dialect dialect = maxTokensField == null ? Dialect.NONE : Dialect.NONE.withMaxTokensField(maxTokensField);
        return protocol()
                .connect(new Provider(
                        "p",
                        "openai",
                        server.baseUrl(),
                        ProviderKey.fixed("key"),
                        4,
                        Duration.ofSeconds(20),
                        false,
                        dialect));
    }

    private static ModelRequest request() {
        ModelSettings settings = new ModelSettings(
                null, null, 0.0, null, 9, null, null, null, null, null, Map.of(), false, SchemaInPrompt.AUTO);
        return new ModelRequest("m", settings, null, List.of(new Message(Message.Role.USER, "hello")));
    }

    private static String completion(String message, String finishReason, String more) {
        return quoted("{'id':'c','choices':[{'index':0,'message':" + message + ",'finish_reason':" + finishReason + "}]"
                + more + "}");
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    private static ModelResult call(WireServer.Script handler) {
        try (WireServer server = WireServer.start(handler);
                ModelClient client = connect(server, null)) {
            return client.call(request());
        }
    }

    private static ModelReply reply(String body) {
        return (ModelReply) call(wire -> wire.respond(200, body));
    }

    private static CallFailure failure(int status, String body) {
        return (CallFailure) call(wire -> wire.respond(status, body));
    }
}
