package io.llmp.batch.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.llm.AnswerForm;
import io.llmp.batch.llm.Dialect;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.Provider;
import io.llmp.batch.llm.TokenCounter;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.Message.Role;
import io.llmp.batch.template.ModelSettings;
import io.llmp.batch.template.SchemaInPrompt;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a request says of its answer, and what that weighs. */
class PromptWeightTest {

    private static final String OPENAI = "https://api.openai.com/v1";
    private static final String ELSEWHERE = "http://127.0.0.1:8000/v1";
    private static final ObjectNode SCHEMA = (ObjectNode) JsonMapper.shared().readTree("""
            {"type": "object", "required": ["topic", "stars", "gist"], "additionalProperties": false,
             "properties": {"topic": {"enum": ["delivery", "price", "quality", "other"]},
               "stars": {"type": "integer", "minimum": 1, "maximum": 5}, "gist": {"type": "string"}}}
            """);
    private static final Message SYSTEM = new Message(Role.SYSTEM, "You read reviews of a shop for garden tools.");
    private static final Message ROW = new Message(
            Role.USER,
            "Classify this review. Review: The spade came two weeks late and the handle was already loose when I"
                    + " unpacked it. I wrote to you twice and nobody answered, so I tightened it myself in the end.");

    private final Protocol protocol = new OpenAiConfiguration().openAiProtocol(InstantSource.system());

    @Test
    void weighsWhatABareRequestDoesWhereTheProviderShowsTheSchemaAndLittleMoreElsewhere() {
        TokenCounter counter = TokenCounter.of("gpt-4o-mini");
        double bare = counter.count(SYSTEM.content()) + counter.count(ROW.content());
        assertThat(weight(counter, OPENAI) / bare).isLessThanOrEqualTo(1.1);
        assertThat(weight(counter, ELSEWHERE) / bare).isLessThanOrEqualTo(1.5);
    }

    private double weight(TokenCounter counter, String address) {
        double tokens = 0;
        for (JsonNode message : body(address, SCHEMA, SchemaInPrompt.AUTO, AnswerForm.STRICT_SCHEMA, null)
                .path("messages")) {
            tokens += counter.count(message.path("content").asString());
        }
        return tokens;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.openai.com/v1",
                "https://my-resource.openai.azure.com",
                "https://my-resource.services.ai.azure.com/openai/v1",
                "https://API.ANTHROPIC.COM",
                "https://generativelanguage.googleapis.com/v1beta/openai",
                "https://api.mistral.ai/v1"
            })
    void aProvidersOwnHostShowsTheSchema(String address) {
        assertThat(system(address, SchemaInPrompt.AUTO, AnswerForm.STRICT_SCHEMA))
                .isEqualTo(SYSTEM.content());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8000/v1",
                "https://api.openai.com.example.com/v1",
                "https://openai.azure.com.example.com",
                "https://openrouter.ai/api/v1"
            })
    void anyOtherIsSentItInWords(String address) {
        assertThat(system(address, SchemaInPrompt.AUTO, AnswerForm.STRICT_SCHEMA))
                .isEqualTo(SYSTEM.content()
                        + "\n\nAnswer with: topic: delivery | price | quality | other; stars: 1 to 5; gist: text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALWAYS | STRICT_SCHEMA | Answer with: topic:",
                "AUTO   | JSON_OBJECT   | Answer with one JSON object: topic:",
                "AUTO   | INSTRUCTION   | Answer with one JSON object only: topic:",
                "NEVER  | JSON_OBJECT   | Answer with one JSON object.",
                "NEVER  | INSTRUCTION   | Answer with one JSON object only."
            })
    void asksForJsonOnlyWhereTheFormDoesNotAndSaysTheSchemaAsTheTemplateWants(
            SchemaInPrompt wish, AnswerForm form, String words) {
        assertThat(system(OPENAI, wish, form)).startsWith(SYSTEM.content() + "\n\n" + words);
    }

    @Test
    void neverIsNeverWhereTheSchemaGoesBesideTheMessages() {
        assertThat(system(ELSEWHERE, SchemaInPrompt.NEVER, AnswerForm.STRICT_SCHEMA))
                .isEqualTo(SYSTEM.content());
    }

    @Test
    void aGatewayCanBeToldToShowItAndAHostNotTo() {
        assertThat(body(ELSEWHERE, SCHEMA, SchemaInPrompt.AUTO, AnswerForm.STRICT_SCHEMA, true)
                        .path("messages"))
                .hasSize(2)
                .noneMatch(message -> message.path("content").asString().contains("Answer with"));
        assertThat(body(OPENAI, SCHEMA, SchemaInPrompt.AUTO, AnswerForm.STRICT_SCHEMA, false)
                        .at("/messages/0/content")
                        .asString())
                .contains("Answer with");
    }

    @Test
    void aSchemaThatWordsCannotSayIsGivenAsItIs() {
        ObjectNode map = (ObjectNode) JsonMapper.shared().readTree("""
                {"type": "object", "properties": {"m": {"type": "object", "additionalProperties": {"type": "integer"}}}}
                """);
        assertThat(body(ELSEWHERE, map, SchemaInPrompt.AUTO, AnswerForm.STRICT_SCHEMA, null)
                        .at("/messages/0/content")
                        .asString())
                .endsWith("valid by this JSON Schema:\n" + map);
    }

    @Test
    void aServerThatMayEnforceAllBoundsGetsThemAllAndOpenAiIsToldWhatItsStrictFormLoses() {
        ObjectNode bounded = SCHEMA.deepCopy();
        ((ObjectNode) bounded.at("/properties/gist")).put("maxLength", 40);

        JsonNode whole = format(body(ELSEWHERE, bounded, SchemaInPrompt.AUTO, AnswerForm.STRICT_SCHEMA, null));
        assertThat(whole.path("strict").booleanValue()).isFalse();
        assertThat(whole.path("schema")).isEqualTo(bounded);

        JsonNode strict = format(body(OPENAI, bounded, SchemaInPrompt.AUTO, AnswerForm.STRICT_SCHEMA, null));
        assertThat(strict.path("strict").booleanValue()).isTrue();
        assertThat(strict.at("/schema/properties/gist").toString())
                .isEqualTo("{\"type\":\"string\",\"description\":\"at most 40 characters\"}");

        assertThat(format(body(ELSEWHERE, SCHEMA, SchemaInPrompt.AUTO, AnswerForm.STRICT_SCHEMA, null))
                        .path("strict")
                        .booleanValue())
                .as("nothing is lost")
                .isTrue();
    }

    @Test
    void theSchemaIsBilledWhereItIsShown() {
        assertThat(protocol.billing(provider(OPENAI, AnswerForm.STRICT_SCHEMA, null))
                        .apply(request(SchemaInPrompt.AUTO, SCHEMA))
                        .outputSchema())
                .isEqualTo(SCHEMA);
        ModelRequest elsewhere = protocol.billing(provider(ELSEWHERE, AnswerForm.STRICT_SCHEMA, null))
                .apply(request(SchemaInPrompt.AUTO, SCHEMA));
        assertThat(elsewhere.outputSchema()).isNull();
        assertThat(elsewhere.messages().get(0).content()).contains("stars: 1 to 5");
    }

    private static JsonNode format(JsonNode body) {
        return body.at("/response_format/json_schema");
    }

    private String system(String address, SchemaInPrompt wish, AnswerForm form) {
        return body(address, SCHEMA, wish, form, null).at("/messages/0/content").asString();
    }

    private JsonNode body(
            String address, ObjectNode schema, SchemaInPrompt wish, AnswerForm form, @Nullable Boolean shows) {
        return protocol.body(provider(address, form, shows), request(wish, schema));
    }

    private static ModelRequest request(SchemaInPrompt wish, ObjectNode schema) {
        ModelSettings settings =
                new ModelSettings(null, null, null, null, null, null, null, null, null, null, Map.of(), false, wish);
        return new ModelRequest("gpt-4o-mini", settings, schema, List.of(SYSTEM, ROW));
    }

    private static Provider provider(String address, AnswerForm form, @Nullable Boolean shows) {
        Dialect dialect =
                new Dialect(null, Map.of(), null, Map.of(), JsonMapper.shared().createObjectNode(), null, form, shows);
        return new Provider("p", "openai", URI.create(address), null, 1, Duration.ofSeconds(1), false, dialect);
    }
}
