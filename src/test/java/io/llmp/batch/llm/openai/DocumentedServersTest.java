package io.llmp.batch.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.llm.AnswerForm;
import io.llmp.batch.llm.Dialect;
import io.llmp.batch.llm.Endpoint;
import io.llmp.batch.llm.Endpoints;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.Provider;
import io.llmp.batch.llm.ProviderDocs;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.llm.WireServer;
import io.llmp.batch.llm.key.ProviderKey;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.ModelSettings;
import io.llmp.batch.template.SchemaInPrompt;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The configurations of docs/providers.md against servers that take and answer what the provider's documentation says: one
 * call each, without a refusal. Long because it holds the replies; quotes are apostrophes.
 */
class DocumentedServersTest {

    private static final String KEY = "sk-0123456789abcdef";
    private static final String TEXT = "{'team':'billing'}";
    private static final ObjectNode SCHEMA = (ObjectNode) JsonMapper.shared().readTree("""
            {"type": "object", "required": ["team"], "additionalProperties": false,
             "properties": {"team": {"enum": ["billing", "access"]}}}
            """);

    /**
     * A server of the protocol.
     *
     * @param title its heading in docs/providers.md
     * @param path where it takes calls
     * @param refused name of a field, or of a form of answer, that it refuses; null for none
     * @param refusal status and body of that
     * @param message the reply's message, and what stands beside it in the choice
     * @param beside what else the reply holds
     * @param usage what that is read as
     */
    private record Server(
            String title,
            String path,
            @Nullable String refused,
            String refusal,
            String message,
            String beside,
            Usage usage) {

        void answer(WireServer.Wire wire) throws IOException {
            JsonNode body = JsonMapper.shared().readTree(wire.request().body());
            if (!wire.request().line().startsWith("POST " + path + " ")) {
                wire.respond(404, "{\"detail\":\"Not Found\"}");
            } else if (refuses(body)) {
                wire.respond(Integer.parseInt(refusal.substring(0, 3)), json(refusal.substring(4)));
            } else {
                wire.respond(
                        200,
                        json("{'id':'cmpl-1','object':'chat.completion','created':1796028284,'model':'m',"
                                + "'choices':[{'index':0," + message + ",'finish_reason':'stop'}]," + beside + "}"));
            }
        }

        private boolean refuses(JsonNode body) {
            return refused != null
                    && (body.has(refused)
                            || body.at("/response_format/type").asString("").equals(refused));
        }

        @Override
        public String toString() {
            return title;
        }
    }

    private static final String CONTENT = "'message':{'role':'assistant','content':'" + escaped() + "'";
    private static final String PLAIN = CONTENT + "}";
    private static final String COUNTS = "'usage':{'prompt_tokens':30,'completion_tokens':10,'total_tokens':40";

    private static final List<Server> SERVERS = List.of(
            new Server(
                    "OpenAI",
                    "/v1/chat/completions",
                    "max_tokens",
                    "400 {'error':{'message':'Unsupported parameter: \\'max_tokens\\' is not supported with this model. Use"
                            + " \\'max_completion_tokens\\' instead.','type':'invalid_request_error',"
                            + "'param':'max_tokens','code':'unsupported_parameter'}}",
                    CONTENT + ",'refusal':null,'annotations':[]}",
                    COUNTS + ",'prompt_tokens_details':{'cached_tokens':20},"
                            + "'completion_tokens_details':{'reasoning_tokens':4}},'service_tier':'default'",
                    new Usage(30, 20, 10)),
            new Server(
                    "Azure OpenAI",
                    "/openai/deployments/my-deployment/chat/completions?api-version=2024-10-21",
                    null,
                    "",
                    PLAIN + ",'content_filter_results':{'hate':{'filtered':false,'severity':'safe'}}",
                    COUNTS + "},'prompt_filter_results':[{'prompt_index':0,'content_filter_results':{}}]",
                    new Usage(30, 0, 10)),
            new Server(
                    "vLLM",
                    "/v1/chat/completions",
                    null,
                    "",
                    CONTENT + ",'reasoning':'they paid','tool_calls':[]},'stop_reason':null",
                    COUNTS + ",'prompt_tokens_details':null},'prompt_logprobs':null,'kv_transfer_params':null",
                    new Usage(30, 0, 10)),
            new Server(
                    "llama.cpp server",
                    "/v1/chat/completions",
                    null,
                    "",
                    PLAIN,
                    COUNTS + ",'prompt_tokens_details':{'cached_tokens':12}},'timings':{'cache_n':12,'prompt_ms':4.8}",
                    new Usage(30, 12, 10)),
            new Server(
                    "Ollama",
                    "/v1/chat/completions",
                    null,
                    "",
                    PLAIN,
                    COUNTS + "},'system_fingerprint':'fp_ollama'",
                    new Usage(30, 0, 10)),
            new Server(
                    "LiteLLM",
                    "/v1/chat/completions",
                    null,
                    "",
                    CONTENT + ",'function_call':null,'tool_calls':null,'provider_specific_fields':{}}",
                    COUNTS + ",'prompt_tokens_details':null,'cache_read_input_tokens':0}",
                    new Usage(30, 0, 10)),
            new Server(
                    "Groq",
                    "/openai/v1/chat/completions",
                    null,
                    "",
                    PLAIN,
                    COUNTS + ",'queue_time':0.05,'total_time':0.1},'x_groq':{'id':'req_1'},'service_tier':'on_demand'",
                    new Usage(30, 0, 10)),
            new Server(
                    "Together",
                    "/v1/chat/completions",
                    null,
                    "",
                    CONTENT + ",'tool_calls':[]},'seed':7",
                    COUNTS + ",'cached_tokens':0},'prompt':[]",
                    new Usage(30, 0, 10)),
            new Server(
                    "OpenRouter",
                    "/api/v1/chat/completions",
                    null,
                    "",
                    CONTENT + ",'refusal':null,'reasoning':null},'native_finish_reason':'STOP'",
                    COUNTS + ",'cost':0.00014,'is_byok':false},'provider':'Google'",
                    new Usage(30, 0, 10)),
            // "Extra inputs are not permitted" is what its validation says of fields that it does not know.
            new Server(
                    "Mistral",
                    "/v1/chat/completions",
                    "max_completion_tokens",
                    "422 {'detail':[{'type':'extra_forbidden','loc':['body','max_completion_tokens'],"
                            + "'msg':'Extra inputs are not permitted','input':60}]}",
                    CONTENT + ",'tool_calls':null,'prefix':false}",
                    COUNTS + "}",
                    new Usage(30, 0, 10)),
            // "JSON Output": json_object only.
            new Server(
                    "DeepSeek",
                    "/chat/completions",
                    "json_schema",
                    "400 {'error':{'message':'This response_format type is unavailable now',"
                            + "'type':'invalid_request_error','param':null,'code':'invalid_request_error'}}",
                    PLAIN,
                    COUNTS + ",'prompt_cache_hit_tokens':16,'prompt_cache_miss_tokens':14}",
                    new Usage(30, 16, 10)),
            // "OpenAI compatibility": thinking is in the total only.
            new Server(
                    "Gemini",
                    "/v1beta/openai/chat/completions",
                    null,
                    "",
                    PLAIN,
                    "'usage':{'prompt_tokens':30,'completion_tokens':10,'total_tokens':140}",
                    new Usage(30, 0, 110)),
            // "Reasoning": completion_tokens leaves out reasoning_tokens.
            new Server(
                    "xAI",
                    "/v1/chat/completions",
                    null,
                    "",
                    CONTENT + ",'refusal':null}",
                    "'usage':{'prompt_tokens':30,'completion_tokens':10,'total_tokens':60,"
                            + "'completion_tokens_details':{'reasoning_tokens':20},'num_sources_used':0}",
                    new Usage(30, 0, 30)),
            new Server(
                    "Amazon Bedrock",
                    "/openai/v1/chat/completions",
                    null,
                    "",
                    "'message':{'role':'assistant','content':'<reasoning>They paid {twice}.</reasoning>" + escaped()
                            + "'}",
                    COUNTS + "}",
                    new Usage(30, 0, 10)),
            new Server(
                    "LM Studio",
                    "/v1/chat/completions",
                    "json_object",
                    "400 {'error':'\\'response_format.type\\' must be \\'json_schema\\' or \\'text\\''}",
                    CONTENT + ",'reasoning_content':'','tool_calls':[]},'logprobs':null",
                    COUNTS + "},'stats':{},'system_fingerprint':'m'",
                    new Usage(30, 0, 10)),
            new Server(
                    "SGLang",
                    "/v1/chat/completions",
                    null,
                    "",
                    CONTENT + ",'reasoning_content':null,'tool_calls':null},'matched_stop':2",
                    COUNTS + ",'prompt_tokens_details':null,'reasoning_tokens':0},'metadata':{'weight_version':'1'}",
                    new Usage(30, 0, 10)),
            new Server(
                    "Keys that expire",
                    "/v1/projects/my-project/locations/global/endpoints/openapi/chat/completions",
                    null,
                    "",
                    PLAIN,
                    COUNTS + ",'extra_properties':{'google':{'traffic_type':'ON_DEMAND'}}}",
                    new Usage(30, 0, 10)),
            new Server(
                    "Several endpoints",
                    "/openai/deployments/my-deployment/chat/completions?api-version=2024-10-21",
                    null,
                    "",
                    PLAIN,
                    COUNTS + "}",
                    new Usage(30, 0, 10)));

    @ParameterizedTest
    @FieldSource("SERVERS")
    void theConfigurationIsTakenByTheServerAtOnce(Server server) throws Exception {
        Endpoint endpoint = block(server.title()).orElseThrow().endpoint();
        try (WireServer wire = WireServer.start(server::answer)) {
            ModelReply reply = call(endpoint, Endpoints.dialect(endpoint), wire);
            assertThat(wire.requests()).hasSize(1);
            WireServer.Request request = wire.requests().get(0);
            assertThat(reply.content()).endsWith(json(TEXT));
            assertThat(reply.usage()).isEqualTo(server.usage());
            String header = Objects.requireNonNullElse(endpoint.keyHeader(), "authorization");
            assertThat(request.headers().get(header)).isEqualTo(header.equals("authorization") ? "Bearer " + KEY : KEY);
            JsonNode body = JsonMapper.shared().readTree(request.body());
            String bound = Objects.requireNonNullElse(endpoint.maxTokensField(), "max_completion_tokens");
            assertThat(body.path(bound).asInt(0)).isEqualTo(60);
            assertThat(body.path("response_format").has("json_schema"))
                    .isEqualTo(endpoint.answerForm() == AnswerForm.STRICT_SCHEMA);
        }
    }

    /** Where a server refuses what the protocol sends, its block is there to leave that out, and without it the call adapts. */
    @ParameterizedTest
    @FieldSource("SERVERS")
    void withoutItsSettingsTheAnswerComesAllTheSame(Server server) throws Exception {
        Endpoint endpoint = block(server.title()).orElseThrow().endpoint();
        Dialect own = Endpoints.dialect(endpoint);
        Dialect plain = new Dialect(
                own.path(),
                own.query(),
                own.keyHeader(),
                own.headers(),
                own.extra(),
                null,
                AnswerForm.STRICT_SCHEMA,
                null);
        try (WireServer wire = WireServer.start(server::answer)) {
            assertThat(call(endpoint, plain, wire).content()).endsWith(json(TEXT));
            boolean isNeeded = List.of("Mistral", "DeepSeek").contains(server.title());
            assertThat(wire.requests().size() > 1).isEqualTo(isNeeded);
        }
    }

    static List<ProviderDocs.Block> openAiBlocks() {
        return ProviderDocs.blocks().stream()
                .filter(block -> block.endpoint().protocol().equals("openai"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("openAiBlocks")
    void everyConfigurationIsTried(ProviderDocs.Block block) {
        assertThat(SERVERS).extracting(Server::title).contains(block.title());
    }

    private static Optional<ProviderDocs.Block> block(String title) {
        return ProviderDocs.blocks().stream()
                .filter(block -> block.title().equals(title))
                .findFirst();
    }

    private static ModelReply call(Endpoint endpoint, Dialect dialect, WireServer wire) {
        String documented = Optional.ofNullable(endpoint.baseUrl())
                .map(Object::toString)
                .orElseGet(() -> String.valueOf(endpoint.endpoints().get(0).baseUrl()));
        URI address = URI.create(
                "http://127.0.0.1:" + wire.port() + URI.create(documented).getPath());
        Provider provider =
                new Provider("p", "openai", address, ProviderKey.fixed(KEY), 1, Duration.ofSeconds(20), false, dialect);
        ModelSettings settings = new ModelSettings(
                null, null, null, null, 60, null, null, null, null, null, Map.of(), false, SchemaInPrompt.AUTO);
        String model = Objects.requireNonNullElse(endpoint.model(), "m");
        try (ModelClient client =
                new OpenAiConfiguration().openAiProtocol(InstantSource.system()).connect(provider)) {
            return (ModelReply) client.call(
                    new ModelRequest(model, settings, SCHEMA, List.of(new Message(Message.Role.USER, "I paid twice"))));
        }
    }

    private static String escaped() {
        return TEXT.replace("'", "\\'");
    }

    /** Apostrophes are quotes; an escaped one is a quote within a text. */
    private static String json(String text) {
        return text.replace("\\'", "\\\"").replaceAll("(?<!\\\\)'", "\"");
    }
}
