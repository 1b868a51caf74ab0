package io.llmp.batch.simulator.http;

import static io.llmp.batch.simulator.http.ChatClient.JSON;
import static io.llmp.batch.simulator.http.ChatClient.content;
import static io.llmp.batch.simulator.http.ChatClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.simulator.Simulator;
import io.llmp.batch.simulator.SimulatorSettings;
import io.llmp.batch.simulator.api.OpenAiStyle;
import io.llmp.batch.simulator.limit.RateLimits;
import io.llmp.batch.simulator.model.CallLog;
import io.llmp.batch.simulator.model.Fate;
import io.llmp.batch.simulator.model.RequestCounts;
import io.llmp.batch.simulator.model.SimulatedModel;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The server speaks the protocol and counts what it does. Long because each test needs a server of the same making. */
class SimulatorServerTest {

    @Test
    void answersInTheShapeOfOpenAi() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start()) {
            ChatClient client = new ChatClient(server);
            HttpResponse<String> response =
                    client.post(request("system", "Be brief.", "user", "Say hello to everyone."));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("x-request-id"))
                    .get()
                    .asString()
                    .startsWith("req_");
            assertThat(response.headers().map()).doesNotContainKey("x-ratelimit-limit-requests");
            ObjectNode body = (ObjectNode) JSON.readTree(response.body());
            assertThat(body.remove("id").asString()).startsWith("chatcmpl-");
            assertThat(body).isEqualTo(JSON.readTree("""
                    {"object": "chat.completion", "created": 1772366400, "model": "gpt-5-mini",
                     "choices": [{"index": 0, "finish_reason": "stop",
                       "message": {"role": "assistant", "content": "Say hello to everyone.", "refusal": null}}],
                     "usage": {"prompt_tokens": 8, "completion_tokens": 6, "total_tokens": 14,
                       "prompt_tokens_details": {"cached_tokens": 0}}}
                    """));
            assertThat(JSON.readTree(client.get("/v1/models").body())
                            .at("/data/0/id")
                            .asString())
                    .isEqualTo("gpt-5-mini");
        }
    }

    @Test
    void givesTheSameAnswerToTheSameRequestOnAnyServerOfTheSameSeed() throws Exception {
        JsonNode schema = JSON.readTree("{\"type\": \"array\", \"items\": {\"type\": \"number\"}, \"minItems\": 9}");
        ObjectNode request = request(schema, "user", "anything").put("temperature", 1);
        ObjectNode sameRequest = JSON.createObjectNode().put("temperature", 1.0).put("user", "somebody");
        sameRequest.setAll(request);

        assertThat(answers(request, sameRequest, "seed=7"))
                .isEqualTo(answers(sameRequest, request, "seed=7"))
                .hasSize(1);
        assertThat(answers(request, request, "seed=7")).isNotEqualTo(answers(request, request, "seed=8"));
    }

    private static List<String> answers(JsonNode first, JsonNode second, String... settings) throws Exception {
        try (Simulator.Server server = SimulatorFixture.start(settings)) {
            ChatClient client = new ChatClient(server);
            return List.of(content(client.post(first)), content(client.post(second))).stream()
                    .distinct()
                    .toList();
        }
    }

    @Test
    void cutsAnAnswerThatIsLongerThanAllowed() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start()) {
            ChatClient client = new ChatClient(server);
            ObjectNode request = request("user", "Say hello to everyone.").put("max_completion_tokens", 2);
            JsonNode body = JSON.readTree(client.post(request).body());

            assertThat(body.at("/choices/0/message/content").asString()).isEqualTo("Say hell");
            assertThat(body.at("/choices/0/finish_reason").asString()).isEqualTo("length");
            assertThat(body.at("/usage/completion_tokens").asInt()).isEqualTo(2);
        }
    }

    @Test
    void turnsAwayWhatOpenAiWould() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start("api-key=sk-right", "context-tokens=50")) {
            ChatClient client = new ChatClient(server);
            ObjectNode request = request("user", "hello");

            assertError(client.post(request), 401, "invalid_request_error", "invalid_api_key");
            assertError(client.post(request, "sk-wrong"), 401, "invalid_request_error", "invalid_api_key");
            assertThat(client.post(request, "sk-right").statusCode()).isEqualTo(200);
            ObjectNode unknown = request.deepCopy().put("model", "no-such-model");
            assertError(client.post(unknown, "sk-right"), 404, "invalid_request_error", "model_not_found");
            assertError(
                    client.post(request("user", "x".repeat(201)), "sk-right"),
                    400,
                    "invalid_request_error",
                    "context_length_exceeded");
            ObjectNode streamed = request.deepCopy().put("stream", true);
            assertError(client.post(streamed, "sk-right"), 400, "invalid_request_error", null);
        }
    }

    @Test
    void turnsAwayWhatIsNoRequest() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start()) {
            ChatClient client = new ChatClient(server);
            assertError(client.post("{\"model\": "), 400, "invalid_request_error", null);
            assertError(client.post("[]"), 400, "invalid_request_error", null);
            assertError(client.post("{\"model\": \"m\"}"), 400, "invalid_request_error", "missing_required_parameter");
            assertError(client.post(request("user", "hello").put("max_tokens", 0)), 400, "invalid_request_error", null);
            assertError(client.get("/v1/nothing"), 404, "invalid_request_error", null);
        }
    }

    private static void assertError(HttpResponse<String> response, int status, String type, @Nullable String code) {
        JsonNode error = JSON.readTree(response.body()).path("error");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(error.path("message").asString()).isNotEmpty();
        assertThat(error.path("type").asString()).isEqualTo(type);
        assertThat(error.path("code").isNull() ? null : error.path("code").asString())
                .isEqualTo(code);
    }

    @Test
    void answersManyRequestsAtOnce() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start("latency=1500ms")) {
            ChatClient client = new ChatClient(server);
            List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                responses.add(client.send(request("user", "row " + i % 150)));
            }
            assertThat(responses)
                    .allSatisfy(response -> assertThat(
                                    response.get(60, TimeUnit.SECONDS).statusCode())
                            .isEqualTo(200));

            JsonNode stats = client.stats();
            assertThat(stats.path("max_in_flight").asInt()).isGreaterThan(64);
            assertThat(stats.path("in_flight").asInt()).isZero();
            assertThat(stats.path("requests").asInt()).isEqualTo(200);
            assertThat(stats.path("answered").asInt()).isEqualTo(200);
            assertThat(stats.path("distinct").asInt()).isEqualTo(150);
            assertThat(stats.path("most_answers_for_one_request").asInt()).isEqualTo(2);
            assertThat(stats.path("busy_ms").asInt()).isGreaterThanOrEqualTo(200 * 1_500);
        }
    }

    @Test
    void spreadsLatencyAroundItsMedian() {
        SimulatorSettings settings = SimulatorFixture.settings("latency=100ms", "latency-sigma=0.8");
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            millis.add(delay(settings, "row " + i).toMillis());
        }
        millis.sort(null);
        assertThat(millis.get(1_000)).isBetween(90L, 110L);
        assertThat(millis.get(1_682)).as("one sigma above").isBetween(190L, 260L);
    }

    @Test
    void takesLongerForALongerAnswer() {
        SimulatorSettings settings = SimulatorFixture.settings("latency=100ms", "latency-per-token=10ms");
        assertThat(delay(settings, "four")).isEqualTo(Duration.ofMillis(110));
        assertThat(delay(settings, "x".repeat(40))).isEqualTo(Duration.ofMillis(200));
    }

    private static Duration delay(SimulatorSettings settings, String row) {
        SimulatedModel model = new SimulatedModel(
                settings, new RequestCounts(), new RateLimits(settings), InstantSource.system(), System::nanoTime);
        byte[] body = JSON.writeValueAsBytes(request("user", row));
        Fate outcome = model.decide(new SimulatedModel.Call(new OpenAiStyle(), "req_1", 1), body);
        return Duration.ofNanos(((Fate.Send) outcome).delayNanos());
    }

    @Test
    void measuresHowManyAreInFlightUntilTheLastRequest() throws Exception {
        AtomicLong now = new AtomicLong();
        try (Simulator.Server server = SimulatorFixture.start(now::get, "latency=10m")) {
            ChatClient client = new ChatClient(server);
            arrive(client, 1);
            now.addAndGet(Duration.ofSeconds(10).toNanos());
            arrive(client, 2);
            now.addAndGet(Duration.ofSeconds(30).toNanos());
            arrive(client, 3);
            now.addAndGet(Duration.ofHours(1).toNanos());

            JsonNode stats = client.stats();
            assertThat(stats.path("ms_to_last_request").asDouble()).isEqualTo(40_000);
            assertThat(stats.path("mean_in_flight_to_last_request").asDouble())
                    .as("1 for 10 s, then 2 for 30 s")
                    .isEqualTo(1.75);
        }
    }

    private static void arrive(ChatClient client, int expected) throws Exception {
        var unused = client.send(request("user", "row " + expected));
        while (client.stats().path("in_flight").asInt() < expected) {
            Thread.onSpinWait();
        }
    }

    @Test
    void countsHowOftenEachRequestIsAnswered() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start()) {
            ChatClient client = new ChatClient(server);
            for (String row : List.of("a", "b", "b", "c [[simulate:error]]", "c [[simulate:error]]", "b")) {
                client.post(request("user", row));
            }
            JsonNode stats = client.stats();
            assertThat(stats.path("answers_per_request")).isEqualTo(JSON.readTree("{\"1\": 1, \"3\": 1}"));
            assertThat(stats.path("calls_per_request")).isEqualTo(JSON.readTree("{\"1\": 1, \"2\": 1, \"3\": 1}"));
            assertThat(stats.path("repeated_answers").asInt()).isEqualTo(2);
            assertThat(stats.path("statuses")).isEqualTo(JSON.readTree("{\"200\": 4, \"500\": 2}"));
        }
    }

    @Test
    void tellsOfItsLastCallsOneByOne() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start("rpm=60", "burst=0s")) {
            ChatClient client = new ChatClient(server);
            var first = client.post(request("user", "a", "assistant", "", "user", "Your answer is empty."));
            client.post(request("user", "b [[simulate:error]]").put("max_tokens", 9));
            assertThatThrownBy(() -> client.post(request("user", "c [[simulate:reset]]")))
                    .isInstanceOf(IOException.class);
            client.post(request("user", "x".repeat(500)));
            client.post(request("user", "d").put("model", "no-such-model"));
            client.post(request("user", "e"));
            client.post(request("user", "f"));

            JsonNode calls = JSON.readTree(client.get("/calls").body());
            assertThat(calls).as("the unknown model is about no row").hasSize(6);
            assertThat(calls.path(0).path("id").asString())
                    .isEqualTo(first.headers().firstValue("x-request-id").orElseThrow());
            assertThat(calls.path(0).path("status").asInt()).isEqualTo(200);
            assertThat(calls.path(0).path("completion_tokens").asInt()).isPositive();
            assertThat(calls.path(1).path("row").asString()).startsWith("b ");
            assertThat(calls.path(1).path("fault").asString()).isEqualTo("error");
            assertThat(calls.path(1).path("max_tokens").asInt()).isEqualTo(9);
            assertThat(calls.path(1).path("status").asInt()).isEqualTo(500);
            assertThat(calls.path(2).path("fault").asString()).isEqualTo("reset");
            assertThat(calls.path(2).has("status")).isFalse();
            assertThat(calls.path(3).path("row").asString()).hasSize(200);
            assertThat(calls.path(5).path("status").asInt())
                    .as("over the limit")
                    .isEqualTo(429);
        }
    }

    @Test
    void keepsOnlySoManyCalls() {
        CallLog log = new CallLog();
        for (int call = 0; call < CallLog.MOST_CALLS + 3; call++) {
            log.add("req_" + call, "row", 1, null, new Fate.Silence());
        }
        JsonNode calls = log.snapshot();
        assertThat(calls).hasSize(CallLog.MOST_CALLS);
        assertThat(calls.path(0).path("id").asString()).isEqualTo("req_3");
    }

    @Test
    void findsTheBeginningsThatPromptsShareInItsCache() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start()) {
            ChatClient client = new ChatClient(server);
            String instruction = "x".repeat(4 * 1_200);
            assertThat(cached(client.post(request("system", instruction, "user", "a"))))
                    .isZero();
            assertThat(cached(client.post(request("system", instruction, "user", "b"))))
                    .as("1,200 tokens, in steps of 128")
                    .isEqualTo(1_152);
            assertThat(cached(client.post(request("system", "x".repeat(4 * 1_000), "user", "a"))))
                    .isZero();
            assertThat(cached(client.post(request("system", "x".repeat(4 * 1_000), "user", "b"))))
                    .as("too short to be kept")
                    .isZero();
            assertThat(client.stats().path("cached_tokens").asInt()).isEqualTo(1_152);
        }
    }

    private static int cached(HttpResponse<String> response) {
        return JSON.readTree(response.body())
                .at("/usage/prompt_tokens_details/cached_tokens")
                .asInt();
    }

    @ParameterizedTest
    @CsvSource({
        "rpm=-5, rpm must be at least 0 but was -5",
        "changes[0].after=30s changes[0].tpm=-1, tpm must be at least 0 but was -1",
        "faults.error=1.5, share of a fault must be from 0 to 1 but was 1.5",
        "faults.error=0.6 faults.hang=0.6, faults must add up to at most 1 but were 1.2",
        "faults.eror=0.1, eror",
        "burst=2m, burst must be from 0 to 1m but was PT2M"
    })
    void refusesSettingsThatMakeNoSense(String settings, String message) {
        assertThatThrownBy(() -> SimulatorFixture.settings(settings.split(" ")))
                .rootCause()
                .hasMessageContaining(message);
    }

    @Test
    void dropsItsConnectionsWhenClosed() throws Exception {
        Simulator.Server server = SimulatorFixture.start("latency=10m");
        ChatClient client = new ChatClient(server);
        CompletableFuture<HttpResponse<String>> waiting = client.send(request("user", "hello"));
        while (client.stats().path("in_flight").asInt() == 0) {
            Thread.onSpinWait();
        }
        server.close();

        assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(client::stats).isInstanceOf(IOException.class);
    }

    @Test
    void saysThatThePortIsTakenOrNone() {
        try (Simulator.Server server = SimulatorFixture.start();
                var context = new AnnotationConfigApplicationContext(SimulatorConfiguration.class)) {
            Simulator simulator = context.getBean(Simulator.class);
            assertThatThrownBy(() -> simulator.start(server.baseUrl().getPort(), SimulatorFixture.settings()))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("127.0.0.1:" + server.baseUrl().getPort());
            assertThatThrownBy(() -> simulator.start(70_000, SimulatorFixture.settings()))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("There is no port 70000");
        }
    }
}
