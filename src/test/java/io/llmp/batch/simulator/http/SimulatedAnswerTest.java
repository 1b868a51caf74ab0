package io.llmp.batch.simulator.http;

import static io.llmp.batch.simulator.http.ChatClient.JSON;
import static io.llmp.batch.simulator.http.ChatClient.content;
import static io.llmp.batch.simulator.http.ChatClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.llmp.batch.simulator.RandomSchemas;
import io.llmp.batch.simulator.Simulator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Answers satisfy the schema, and make some sense. */
class SimulatedAnswerTest {

    private static final String TICKET = "Subject: Charged twice\nBody: Hi, invoice INV-2041 was charged twice. "
            + "Write to ana.p@example.org, we need the refund urgently!";

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private static Simulator.Server server;
    private static ChatClient client;

    @BeforeAll
    static void start() {
        server = SimulatorFixture.start();
        client = new ChatClient(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** As a request has both when its provider cannot hold answers to all of the schema. */
    @Test
    void mindsTheSchemaInTheMessagesBesideALooserOne() throws Exception {
        JsonNode looser = JSON.readTree("{\"type\":\"object\",\"required\":[\"n\"],\"additionalProperties\":false,"
                + "\"properties\":{\"n\":{\"type\":\"integer\"}}}");
        String told = "Answer by this schema: {\"type\":\"object\",\"required\":[\"n\"],"
                + "\"properties\":{\"n\":{\"type\":\"integer\",\"minimum\":70,\"maximum\":80}}}";
        for (int row = 0; row < 50; row++) {
            String answer = content(client.post(request(looser, "system", told, "user", "row " + row)));
            assertThat(JSON.readTree(answer).path("n").asInt()).isBetween(70, 80);
        }
        client.post(
                request(looser, "system", told, "user", "the row", "assistant", "{\"n\": 7}", "user", "Wrong, again."));
        JsonNode calls = JSON.readTree(client.get("/calls").body());
        assertThat(calls.path(calls.size() - 1).path("row").asString())
                .as("a repair is about the row, not the complaint")
                .isEqualTo("the row");
        String noSchema = "Answer by this: {\"type\":\"object\",\"required\":7}";
        assertThat(client.post(request(looser, "system", noSchema, "user", "x")).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'type': 'string', 'minLength': 500}",
                "{'type': 'string', 'maxLength': 7}",
                "{'type': 'string', 'minLength': 9, 'maxLength': 9}",
                "{'type': 'string', 'pattern': '^INV-\\\\d+$'}",
                "{'type': 'string', 'pattern': '^[A-Z]{2}(-\\\\d{3,5}|x+)_?[^0-9]$'}",
                "{'type': 'string', 'format': 'date'}",
                "{'type': 'string', 'format': 'date-time'}",
                "{'type': 'string', 'format': 'time'}",
                "{'type': 'string', 'format': 'email'}",
                "{'type': 'string', 'format': 'uuid'}",
                "{'type': 'string', 'format': 'uri'}",
                "{'type': 'integer', 'minimum': 3, 'maximum': 3}",
                "{'type': 'integer', 'exclusiveMinimum': 3, 'exclusiveMaximum': 5}",
                "{'type': 'integer', 'multipleOf': 7, 'minimum': 50}",
                "{'type': 'integer', 'maximum': -40}",
                "{'type': 'number', 'minimum': 0.5, 'maximum': 0.5}",
                "{'type': 'number', 'exclusiveMinimum': 0, 'exclusiveMaximum': 0.001}",
                "{'type': 'number', 'multipleOf': 0.25, 'minimum': 0.1, 'maximum': 0.3}",
                "{'type': 'number', 'minimum': -5}",
                "{'type': 'boolean'}",
                "{'type': 'null'}",
                "{'type': ['null', 'integer']}",
                "{'const': {'a': [1, null]}}",
                "{'enum': ['a', 2, null, true]}",
                "{'type': 'array', 'items': {'enum': ['a', 'b', 'c']}, 'minItems': 3, 'uniqueItems': true}",
                "{'type': 'array', 'items': {'enum': ['billing', 'b', 'c']}, 'minItems': 2, 'uniqueItems': true}",
                "{'type': 'array', 'items': {'type': 'string'}, 'minItems': 4, 'maxItems': 4, 'uniqueItems': true}",
                "{'type': 'array', 'items': {'type': 'integer'}, 'maxItems': 0}",
                "{'type': 'array', 'prefixItems': [{'type': 'integer'}, {'type': 'boolean'}], 'items': false}",
                "{'type': 'object', 'additionalProperties': {'type': 'integer'}, 'minProperties': 2}",
                "{'type': 'object', 'required': ['a'], 'additionalProperties': {'type': 'integer'}}",
                "{'type': 'object', 'properties': {'a': {}, 'b': {}, 'c': {}}, 'required': ['c'], 'maxProperties': 2}",
                "{'properties': {'n': {'properties': {'m': {'type': 'number'}}, 'required': ['m']}}, 'required': ['n']}",
                "{'anyOf': [{'type': 'string', 'maxLength': 0, 'minLength': 1}, {'type': 'integer'}]}",
                "{'oneOf': [{'type': 'integer'}, {'type': 'number'}, {'type': 'string'}]}",
                "{'oneOf': [{'$ref': '#/$defs/a'}, {'type': 'null'}], '$defs': {'a': {'type': 'boolean'}}}",
                "{'type': 'object', 'required': ['k'], 'properties': {'k': {'enum': ['x']}}, 'anyOf': ["
                        + "{'required': ['v'], 'properties': {'v': {'type': 'integer'}}}]}",
                "{'allOf': [{'required': ['a'], 'properties': {'a': {'type': 'integer', 'minimum': 2}}},"
                        + "{'required': ['b'], 'properties': {'b': {'type': 'boolean'}}}]}",
                "{'$ref': '#/$defs/node', '$defs': {'node': {'type': 'object', 'required': ['name', 'children'],"
                        + "'properties': {'name': {'type': 'string'}, 'children': {'type': 'array', 'items':"
                        + "{'$ref': '#/$defs/node'}}, 'next': {'anyOf': [{'type': 'null'}, {'$ref': '#/$defs/node'}]}}}}}"
            })
    void satisfiesTheSchema(String schema) throws Exception {
        assertAnswerSatisfies(JSON.readTree(schema.replace('\'', '"')));
    }

    @Test
    void satisfiesRandomSchemas() throws Exception {
        RandomSchemas schemas = new RandomSchemas(20_260_301);
        for (int i = 0; i < 500; i++) {
            assertAnswerSatisfies(schemas.next());
        }
    }

    private static void assertAnswerSatisfies(JsonNode schema) throws IOException, InterruptedException {
        for (String text : List.of(TICKET, "", "{\"text\": \"返金してください\"}")) {
            String answer = content(client.post(request(schema, "user", text)));
            assertThat(SCHEMAS.getSchema(schema)
                            .validate(
                                    JSON.readTree(answer),
                                    context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                    .as("%s for %s", answer, schema)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Our invoice was charged twice, billing",
        "I forgot my password and the login is locked, access",
        "The editor crashes with an error when saving, bug",
        "What price would the annual plan be for 40 seats?, sales",
        "Die Rechnung wurde doppelt abgebucht, billing",
        "Je n'arrive plus à me connecter: mot de passe refusé, access",
        "La aplicación se bloquea con un error al exportar, bug",
        "Czy mogę dostać zwrot za fakturę?, billing",
        "ログインできません。パスワードを忘れました, access",
    })
    void choosesTheEnumValueByItsWords(String text, String team) throws Exception {
        JsonNode schema = JSON.readTree("{\"enum\": [\"billing\", \"access\", \"bug\", \"sales\"]}");
        assertThat(content(client.post(request(schema, "user", text)))).isEqualTo("\"" + team + "\"");
    }

    @Test
    void choosesByWhatTheInstructionSaysOfAValue() throws Exception {
        JsonNode schema = JSON.readTree("{\"enum\": [\"red\", \"green\"]}");
        String instruction = "Sort these:\n- red: anything about giraffes\n- green: anything about elephants";
        assertThat(content(client.post(request(schema, "system", instruction, "user", "Five elephants came"))))
                .isEqualTo("\"green\"");
        assertThat(content(client.post(request(schema, "system", instruction, "user", "Five giraffes came"))))
                .isEqualTo("\"red\"");
    }

    @Test
    void raisesUrgencyByUrgentWords() throws Exception {
        JsonNode schema = JSON.readTree(
                "{\"properties\": {\"urgency\": {\"type\": \"integer\", \"minimum\": 1, \"maximum\": 5}}}");
        List<Integer> urgencies = new ArrayList<>();
        for (String text : List.of("A question about fonts", "Production is down, we need help immediately!")) {
            urgencies.add(JSON.readTree(content(client.post(request(schema, "user", text))))
                    .path("urgency")
                    .asInt());
        }
        assertThat(urgencies.get(0)).isLessThan(4);
        assertThat(urgencies.get(1)).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "This is urgent, true, high",
        "This is not urgent, false, low",
        "It isn't really urgent: the export fails, false, low",
        "Not a question: this is urgent!, true, high",
        "Das ist nicht dringend, false, low",
        "Ce n'est pas urgent, false, low",
        "We cannot log in and it is urgent, true, high"
    })
    void seesWhatATextTakesBack(String text, boolean urgent, String priority) throws Exception {
        JsonNode schema = JSON.readTree("{\"properties\": {\"urgent\": {\"type\": \"boolean\"},"
                + "\"priority\": {\"enum\": [\"low\", \"high\"]}}, \"required\": [\"urgent\", \"priority\"]}");
        JsonNode answer = JSON.readTree(content(client.post(request(schema, "user", text))));
        assertThat(answer.path("urgent").asBoolean()).isEqualTo(urgent);
        assertThat(answer.path("priority").asString()).isEqualTo(priority);
    }

    @Test
    void keepsTheSubjectOfWhatIsTakenBack() throws Exception {
        JsonNode schema = JSON.readTree("{\"enum\": [\"billing\", \"access\", \"bug\"]}");
        assertThat(content(client.post(request(schema, "user", "I can't login, no password works"))))
                .isEqualTo("\"access\"");
    }

    @Test
    void findsTheSchemaInTheSystemMessage() throws Exception {
        String system = "Input: {\"type\": \"object\", \"properties\": {\"text\": {\"type\": \"string\"}}}\n"
                + "Answer with JSON only, by this schema:\n```json\n{\"type\": \"object\", \"required\": [\"team\"], "
                + "\"properties\": {\"team\": {\"enum\": [\"billing\", \"bug\"]}}}\n```\nNo {braces} around it.";
        assertThat(content(client.post(request("system", system, "user", TICKET))))
                .isEqualTo("{\"team\":\"billing\"}");
    }

    @Test
    void answersInWordsWhenNothingElseIsAskedFor() throws Exception {
        assertThat(content(client.post(request("user", TICKET)))).isEqualTo("Charged twice");
    }

    @Test
    void repeatsTheAnswerOfAnExample() throws Exception {
        JsonNode schema = JSON.readTree("{\"type\": \"string\"}");
        assertThat(content(client.post(request(
                        schema,
                        "user",
                        "one",
                        "assistant",
                        "\"uno\"",
                        "user",
                        "two",
                        "assistant",
                        "\"dos\"",
                        "user",
                        "one"))))
                .isEqualTo("\"uno\"");
    }

    @Test
    void answersForTheRowWhenItsAnswerIsComplainedAbout() throws Exception {
        JsonNode schema = JSON.readTree("{\"enum\": [\"billing\", \"bug\"]}");
        assertThat(content(client.post(request(
                        schema,
                        "user",
                        "It crashes",
                        "assistant",
                        "\"bug\"",
                        "user",
                        TICKET,
                        "assistant",
                        "{\"oops",
                        "user",
                        "That was an error: the output is not JSON."))))
                .isEqualTo("\"billing\"");
    }

    @Test
    void refusesASchemaThatMakesNoSense() throws Exception {
        JsonNode schema = JSON.readTree("{\"$ref\": \"#/$defs/missing\"}");
        assertThat(client.post(request(schema, "user", "hello")).statusCode()).isEqualTo(400);
    }
}
