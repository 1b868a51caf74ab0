package io.llmp.batch.simulator.http;

import static io.llmp.batch.simulator.http.ChatClient.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.simulator.Simulator;
import io.llmp.batch.simulator.answer.AnswerPlan;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The server speaks Anthropic's protocol as well. */
class SimulatorMessagesTest {

    private static final String SCHEMA = """
            {"type": "object", "required": ["team"], "additionalProperties": false,
             "properties": {"team": {"enum": ["billing", "bug"]}}}
            """;

    private final AtomicLong now = new AtomicLong();

    private static ObjectNode ask(String text) {
        ObjectNode request =
                JSON.createObjectNode().put("model", "claude-sonnet-5").put("max_tokens", 100);
        request.putArray("messages").addObject().put("role", "user").put("content", text);
        return request;
    }

    private static ObjectNode askByTool(String text) {
        ObjectNode request = ask(text);
        request.putArray("tools").addObject().put("name", "answer").set("input_schema", JSON.readTree(SCHEMA));
        request.putObject("tool_choice").put("type", "tool").put("name", "answer");
        return request;
    }

    private static HttpResponse<String> post(Simulator.Server server, JsonNode request, String... headers)
            throws IOException, InterruptedException {
        return new ChatClient(server).postTo("/v1/messages", request, headers);
    }

    private static JsonNode body(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    @Test
    void answersInTheShapeOfAnthropic() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start()) {
            HttpResponse<String> response =
                    post(server, ask("Say hello to everyone.").put("system", "Be brief."));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("request-id"))
                    .get()
                    .asString()
                    .startsWith("req_");
            ObjectNode body = (ObjectNode) body(response);
            assertThat(body.remove("id").asString()).startsWith("msg_");
            assertThat(body).isEqualTo(JSON.readTree("""
                    {"type": "message", "role": "assistant", "model": "claude-sonnet-5",
                     "content": [{"type": "text", "text": "Say hello to everyone."}],
                     "stop_reason": "end_turn", "stop_sequence": null,
                     "usage": {"input_tokens": 8, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0,
                       "output_tokens": 6}}
                    """));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/output_config/format", "/output_format"})
    void answersByTheSchemaOfTheOutputFormat(String place) throws Exception {
        ObjectNode request = ask("It crashes");
        ObjectNode format = JSON.createObjectNode().put("type", "json_schema");
        format.set("schema", JSON.readTree(SCHEMA));
        if (place.equals("/output_format")) {
            request.set("output_format", format);
        } else {
            request.putObject("output_config").set("format", format);
        }
        try (Simulator.Server server = SimulatorFixture.start()) {
            assertThat(body(post(server, request)).at("/content/0/text").asString())
                    .isEqualTo("{\"team\":\"bug\"}");
        }
    }

    @Test
    void answersByTheToolThatIsForced() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start()) {
            JsonNode body = body(post(server, askByTool("It crashes")));
            assertThat(body.at("/content/0/type").asString()).isEqualTo("tool_use");
            assertThat(body.at("/content/0/name").asString()).isEqualTo("answer");
            assertThat(body.at("/content/0/input")).isEqualTo(JSON.readTree("{\"team\": \"bug\"}"));
            assertThat(body.path("stop_reason").asString()).isEqualTo("tool_use");
        }
    }

    @Test
    void answersForTheRowWhenTheInputOfAToolIsComplainedAbout() throws Exception {
        ObjectNode request = askByTool("My invoice is wrong");
        request.withArray("messages").add(JSON.readTree("""
                {"role": "assistant", "content": [{"type": "tool_use", "id": "t1", "name": "answer", "input": {"team": 5}}]}
                """)).add(JSON.readTree("""
                {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "is_error": true,
                  "content": "team must be one of billing, bug: that is an error"}]}
                """));
        try (Simulator.Server server = SimulatorFixture.start()) {
            assertThat(body(post(server, request)).at("/content/0/input/team").asString())
                    .isEqualTo("billing");
        }
    }

    @ParameterizedTest
    @CsvSource({"refusal, refusal, text, 10", "truncated, max_tokens, tool_use, 100", "invalid, tool_use, tool_use, -1"
    })
    void endsAnAnswerAsAnthropicDoes(String fault, String stopReason, String type, int tokens) throws Exception {
        try (Simulator.Server server = SimulatorFixture.start()) {
            JsonNode body = body(post(server, askByTool("It crashes [[simulate:" + fault + "]]")));
            assertThat(body.path("stop_reason").asString()).isEqualTo(stopReason);
            assertThat(body.at("/content/0/type").asString()).isEqualTo(type);
            assertThat(AnswerPlan.check(JSON.readTree(SCHEMA)).test(body.at("/content/0/input")))
                    .isFalse();
            if (tokens >= 0) {
                assertThat(body.at("/usage/output_tokens").asInt()).isEqualTo(tokens);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "error, 500, api_error",
        "unavailable, 503, api_error",
        "overloaded, 529, overloaded_error",
        "throttle, 429, rate_limit_error",
        "content_filter, 400, invalid_request_error"
    })
    void failsInTheWordsOfAnthropic(String fault, int status, String type) throws Exception {
        try (Simulator.Server server = SimulatorFixture.start()) {
            HttpResponse<String> response = post(server, ask("hello [[simulate:" + fault + "]]"));
            assertThat(response.statusCode()).isEqualTo(status);
            assertError(response, type);
        }
    }

    private static void assertError(HttpResponse<String> response, String type) {
        JsonNode body = body(response);
        assertThat(body.path("type").asString()).isEqualTo("error");
        assertThat(body.at("/error/type").asString()).isEqualTo(type);
        assertThat(body.at("/error/message").asString()).isNotEmpty();
        assertThat(response.headers().firstValue("request-id"))
                .hasValue(body.path("request_id").asString());
    }

    @Test
    void turnsAwayWhatAnthropicWould() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start("api-key=right", "context-tokens=50", "quota-after=1")) {
            String[] entitled = {"x-api-key", "right", "anthropic-version", "2023-06-01"};
            assertError(post(server, ask("hello")), "authentication_error");
            assertError(post(server, ask("hello"), "x-api-key", "wrong"), "authentication_error");
            HttpResponse<String> versionless = post(server, ask("hello"), "x-api-key", "right");
            assertError(versionless, "invalid_request_error");
            assertThat(versionless.body()).contains("anthropic-version: header is required");
            assertError(post(server, ask("x".repeat(201)), entitled), "invalid_request_error");
            assertError(post(server, ask("hello").put("model", "no-such-model"), entitled), "not_found_error");
            ObjectNode unbounded = ask("hello");
            unbounded.remove("max_tokens");
            assertThat(post(server, unbounded, entitled).body()).contains("max_tokens: Field required");
            ObjectNode prefilled = ask("hello");
            prefilled.withArray("messages").addObject().put("role", "assistant").put("content", "{");
            assertThat(post(server, prefilled, entitled).body()).contains("must end with a user message");
            ObjectNode toolless = ask("hello");
            toolless.putObject("tool_choice").put("type", "tool").put("name", "answer");
            assertThat(post(server, toolless, entitled).body()).contains("Tool 'answer' not found");

            assertThat(post(server, ask("hello"), entitled).statusCode()).isEqualTo(200);
            HttpResponse<String> usedUp = post(server, ask("hello"), entitled);
            assertThat(usedUp.statusCode()).isEqualTo(402);
            assertError(usedUp, "billing_error");
        }
    }

    @Test
    void tellsItsLimitsInHeaders() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start(
                now::get, "rpm=60", "burst=1m", "input-tpm=100000", "output-tpm=20000", "tpm=120000")) {
            HttpResponse<String> response = post(server, ask("x".repeat(4 * 1_600)));
            String prefix = "anthropic-ratelimit-";
            assertHeader(response, prefix + "requests-limit", "60");
            assertHeader(response, prefix + "requests-remaining", "59");
            assertHeader(response, prefix + "requests-reset", "2026-03-01T12:00:01Z");
            assertHeader(response, prefix + "input-tokens-limit", "100000");
            assertHeader(response, prefix + "input-tokens-remaining", "98000");
            assertHeader(response, prefix + "output-tokens-remaining", "20000");
            assertHeader(response, prefix + "tokens-limit", "120000");
            assertThat(response.headers().map()).doesNotContainKey("x-ratelimit-limit-requests");

            for (int i = 0; i < 59; i++) {
                assertThat(post(server, ask("row " + i)).statusCode()).isEqualTo(200);
            }
            HttpResponse<String> denied = post(server, ask("one too many"));
            assertThat(denied.statusCode()).isEqualTo(429);
            assertError(denied, "rate_limit_error");
            assertHeader(denied, "retry-after", "1");
            assertHeader(denied, prefix + "requests-reset", "2026-03-01T12:01:00Z");
            assertThat(denied.headers().map()).doesNotContainKey("retry-after-ms");
        }
    }

    private static void assertHeader(HttpResponse<String> response, String name, String value) {
        assertThat(response.headers().firstValue(name)).as(name).hasValue(value);
    }

    @Test
    void keepsWhatIsMarkedInItsCacheAndTakesItFromNoLimitOfTokens() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start(now::get, "input-tpm=120000", "burst=1s")) {
            now.addAndGet(Duration.ofMinutes(1).toNanos());
            ObjectNode request = ask("hello");
            ObjectNode block = request.putArray("system").addObject().put("type", "text");
            block.put("text", "x".repeat(4 * 1_280));
            assertThat(body(post(server, request))
                            .at("/usage/cache_creation_input_tokens")
                            .asInt())
                    .as("nothing is marked")
                    .isZero();
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            block.putObject("cache_control").put("type", "ephemeral");

            JsonNode first = body(post(server, request)).path("usage");
            assertThat(first.path("cache_creation_input_tokens").asInt()).isEqualTo(1_280);
            assertThat(first.path("cache_read_input_tokens").asInt()).isZero();
            assertThat(first.path("input_tokens").asInt()).isEqualTo(2);
            JsonNode second = body(post(server, request)).path("usage");
            assertThat(second.path("cache_creation_input_tokens").asInt()).isZero();
            assertThat(second.path("cache_read_input_tokens").asInt()).isEqualTo(1_280);
            assertThat(second.path("input_tokens").asInt()).isEqualTo(2);
            JsonNode used = new ChatClient(server).stats().at("/limits/input_tokens");
            assertThat(used.path("used").asInt()).isEqualTo(1_282 + 1_282 + 2);
        }
    }
}
