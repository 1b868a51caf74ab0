package io.llmp.batch.simulator.http;

import static io.llmp.batch.simulator.http.ChatClient.JSON;
import static io.llmp.batch.simulator.http.ChatClient.content;
import static io.llmp.batch.simulator.http.ChatClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.llmp.batch.simulator.Simulator;
import io.llmp.batch.simulator.SimulatorSettings;
import io.llmp.batch.simulator.answer.AnswerPlan;
import io.llmp.batch.simulator.api.OpenAiStyle;
import io.llmp.batch.simulator.limit.RateLimits;
import io.llmp.batch.simulator.model.Fate;
import io.llmp.batch.simulator.model.RequestCounts;
import io.llmp.batch.simulator.model.SimulatedModel;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Faults come as often as they are set to, or where a row asks for them. */
class SimulatorFaultTest {

    private static final String SCHEMA = """
            {"type": "object", "required": ["team", "urgency"], "additionalProperties": false, "properties": {
              "team": {"enum": ["billing", "bug"]}, "urgency": {"type": "integer", "minimum": 1, "maximum": 5}}}
            """;

    private static ObjectNode ask(String text) {
        return request(JSON.readTree(SCHEMA), "system", "Sort tickets.", "user", text);
    }

    @Test
    void failsWithAServerError() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start("faults.error=1")) {
            HttpResponse<String> response = new ChatClient(server).post(ask("hello"));
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(JSON.readTree(response.body()).at("/error/type").asString())
                    .isEqualTo("server_error");
            assertThat(new ChatClient(server).stats().path("errors").asInt()).isEqualTo(1);
        }
    }

    @Test
    void throttles() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start("faults.throttle=1")) {
            HttpResponse<String> response = new ChatClient(server).post(ask("hello"));
            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.headers().firstValueAsLong("retry-after-ms").orElseThrow())
                    .isBetween(1L, 100L);
            assertThat(JSON.readTree(response.body()).at("/error/code").asString())
                    .isEqualTo("rate_limit_exceeded");
            assertThat(new ChatClient(server).stats().path("throttled").asInt()).isEqualTo(1);
        }
    }

    @Test
    void dropsTheConnection() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start("faults.reset=1", "latency=5ms")) {
            ChatClient client = new ChatClient(server);
            assertThatThrownBy(() -> client.post(ask("hello")))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(HttpTimeoutException.class);
            assertThat(client.stats().path("errors").asInt()).isPositive();
            assertThat(client.stats().path("in_flight").asInt()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"faults.hang=1", "faults.hang=0"})
    void leavesTheCallerWaitingUntilItGivesUp(String setting) throws Exception {
        try (Simulator.Server server = SimulatorFixture.start(setting)) {
            ChatClient client = new ChatClient(server);
            ObjectNode request = ask("hello [[simulate:hang]]");
            assertThatThrownBy(() -> client.postFor(Duration.ofMillis(200), request))
                    .isInstanceOf(HttpTimeoutException.class);
            while (client.stats().path("in_flight").asInt() > 0) {
                Thread.onSpinWait();
            }
            assertThat(client.stats().path("errors").asInt()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bad-gateway, 502, text/html",
        "unavailable, 503, application/json",
        "overloaded, 529, application/json",
        "throttle, 429, application/json",
        "error, 500, application/json"
    })
    void answersWithTheStatusOfTheFault(String fault, int status, String type) throws Exception {
        try (Simulator.Server server = SimulatorFixture.start("faults." + fault + "=1")) {
            ChatClient client = new ChatClient(server);
            HttpResponse<String> response = client.post(ask("hello"));
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().firstValue("content-type")).hasValue(type);
            assertThat(client.stats().at("/statuses/" + status).asInt()).isEqualTo(1);
            assertThat(client.stats().path("answered").asInt()).isZero();
        }
    }

    @Test
    void endsTheConnectionBeforeTheWholeBodyHasCome() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start("faults.cut-body=1")) {
            ChatClient client = new ChatClient(server);
            assertThatThrownBy(() -> client.post(ask("hello")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("fixed content-length");
            assertThat(client.stats().path("answered").asInt())
                    .as("a provider bills it all the same")
                    .isPositive();
            assertThat(client.stats().path("in_flight").asInt()).isZero();
        }
    }

    @Test
    void sendsABodyInPieces() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start("faults.slow-body=1", "slow-body=60ms")) {
            ChatClient client = new ChatClient(server);
            long start = System.nanoTime();
            HttpResponse<String> response = client.post(ask("hello"));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(50));
            assertThat(JSON.readTree(content(response)).path("team").asString()).isNotEmpty();
            assertThat(client.post(ask("hello again")).statusCode())
                    .as("on a connection of its own")
                    .isEqualTo(200);
        }
    }

    @Test
    void answersWithWhatIsNoJson() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start("faults.garbled=1")) {
            HttpResponse<String> response = new ChatClient(server).post(ask("hello"));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).startsWith("{\"id\":\"chatcmpl-");
            assertThat(isJson(response.body())).isFalse();
        }
    }

    @Test
    void breaksTheSchemaInManyWays() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start("faults.invalid=1")) {
            ChatClient client = new ChatClient(server);
            var check = AnswerPlan.check(JSON.readTree(SCHEMA));
            for (int i = 0; i < 50; i++) {
                HttpResponse<String> response = client.post(ask("row " + i));
                assertThat(response.statusCode()).isEqualTo(200);
                String answer = content(response);
                assertThat(isJson(answer) && check.test(JSON.readTree(answer)))
                        .as(answer)
                        .isFalse();
            }
        }
    }

    private static boolean isJson(String text) {
        try {
            JSON.readTree(text);
            return true;
        } catch (tools.jackson.core.JacksonException e) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "faults.refusal=1, hello, stop, true",
        "seed=1, hello [[simulate:refusal]], stop, true",
        "seed=1, hello [[simulate:content_filter]], content_filter, false",
        "seed=1, hello [[simulate:truncated]], length, false",
        "seed=1, hello [[simulate:other]], stop, false"
    })
    void endsAnAnswerEarly(String setting, String text, String finishReason, boolean refused) throws Exception {
        try (Simulator.Server server = SimulatorFixture.start(setting)) {
            JsonNode choice =
                    JSON.readTree(new ChatClient(server).post(ask(text)).body()).at("/choices/0");
            assertThat(choice.path("finish_reason").asString()).isEqualTo(finishReason);
            assertThat(choice.at("/message/refusal").isString()).isEqualTo(refused);
            assertThat(choice.at("/message/content").isNull())
                    .isEqualTo(refused || finishReason.equals("content_filter"));
        }
    }

    @Test
    void letsARowDecideItsFateEachTime() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start()) {
            ChatClient client = new ChatClient(server);
            for (int i = 0; i < 5; i++) {
                assertThat(client.post(ask("hello [[simulate:error]]")).statusCode())
                        .isEqualTo(500);
                assertThat(content(client.post(request(
                                JSON.readTree(SCHEMA),
                                "user",
                                "x [[simulate:invalid]]",
                                "assistant",
                                "{\"bad\": " + i + "}",
                                "user",
                                "Try again."))))
                        .doesNotMatch("\\{\"team\":\"\\w+\",\"urgency\":\\d}");
            }
        }
    }

    @Test
    void runsOutOfQuota() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start("quota-after=3")) {
            ChatClient client = new ChatClient(server);
            for (int i = 0; i < 3; i++) {
                assertThat(client.post(ask("hello")).statusCode()).isEqualTo(200);
            }
            HttpResponse<String> response = client.post(ask("hello"));
            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(JSON.readTree(response.body()).at("/error/code").asString())
                    .isEqualTo("insufficient_quota");
        }
    }

    @Test
    void keepsToTheSetRatesAndLetsARetrySucceed() {
        String[] rates = {
            "faults.error=0.1", "faults.throttle=0.05", "faults.reset=0.05", "faults.hang=0.1", "faults.refusal=0.2"
        };
        int rows = 20_000;
        Map<Kind, Integer> first = new EnumMap<>(Kind.class);
        long retriedWell = 0;
        SimulatedModel model = model(rates);
        for (byte[] request :
                (Iterable<byte[]>) IntStream.range(0, rows).mapToObj(SimulatorFaultTest::body)::iterator) {
            Kind kind = Kind.of(decide(model, request));
            first.merge(kind, 1, Integer::sum);
            retriedWell += kind == Kind.ERROR && Kind.of(decide(model, request)) == Kind.ANSWER ? 1 : 0;
        }
        assertThat(first.getOrDefault(Kind.ERROR, 0) / (double) rows).isCloseTo(0.1, within(0.01));
        assertThat(first.getOrDefault(Kind.THROTTLE, 0) / (double) rows).isCloseTo(0.05, within(0.01));
        assertThat(first.getOrDefault(Kind.DROP, 0) / (double) rows).isCloseTo(0.05, within(0.01));
        assertThat(first.getOrDefault(Kind.SILENCE, 0) / (double) rows).isCloseTo(0.1, within(0.01));
        assertThat(first.getOrDefault(Kind.REFUSAL, 0) / (double) rows).isCloseTo(0.2, within(0.01));
        assertThat(retriedWell / (double) first.getOrDefault(Kind.ERROR, 0)).isCloseTo(0.5, within(0.05));
        assertThat(Kind.of(decide(model(rates), body(3)))).isEqualTo(Kind.of(decide(model(rates), body(3))));
    }

    private static byte[] body(int row) {
        return JSON.writeValueAsBytes(request("user", "row " + row));
    }

    private static SimulatedModel model(String... settings) {
        SimulatorSettings all = SimulatorFixture.settings(settings);
        return new SimulatedModel(
                all, new RequestCounts(), new RateLimits(all), InstantSource.system(), System::nanoTime);
    }

    private static Fate decide(SimulatedModel model, byte[] body) {
        return model.decide(new SimulatedModel.Call(new OpenAiStyle(), "req_1", 1), body);
    }

    private enum Kind {
        ANSWER,
        REFUSAL,
        ERROR,
        THROTTLE,
        DROP,
        SILENCE;

        static Kind of(Fate outcome) {
            if (outcome instanceof Fate.Send send) {
                return switch (send.reply().status()) {
                    case 500 -> ERROR;
                    case 429 -> THROTTLE;
                    default ->
                        JSON.readTree(send.reply().body())
                                        .at("/choices/0/message/refusal")
                                        .isNull()
                                ? ANSWER
                                : REFUSAL;
                };
            }
            return outcome instanceof Fate.Drop ? DROP : SILENCE;
        }
    }
}
