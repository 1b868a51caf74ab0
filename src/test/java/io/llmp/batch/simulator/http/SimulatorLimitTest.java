package io.llmp.batch.simulator.http;

import static io.llmp.batch.simulator.http.ChatClient.JSON;
import static io.llmp.batch.simulator.http.ChatClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.llmp.batch.simulator.Simulator;
import io.llmp.batch.simulator.api.OpenAiStyle;
import io.llmp.batch.simulator.limit.Quota;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Limits on requests and tokens, with time stepped by hand. */
class SimulatorLimitTest {

    private final AtomicLong now = new AtomicLong();

    @Test
    void letsRequestsThroughAtTheLimit() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start(now::get, "rpm=600")) {
            ChatClient client = new ChatClient(server);
            for (int i = 0; i < 10; i++) {
                assertThat(client.post(request("user", "row")).statusCode()).isEqualTo(200);
            }
            HttpResponse<String> denied = client.post(request("user", "row"));
            assertThat(denied.statusCode()).isEqualTo(429);
            assertHeader(denied, "retry-after", "1");
            assertHeader(denied, "retry-after-ms", "100");
            assertHeader(denied, "x-ratelimit-limit-requests", "600");
            assertHeader(denied, "x-ratelimit-remaining-requests", "590");
            assertHeader(denied, "x-ratelimit-reset-requests", "1s");
            JsonNode error = JSON.readTree(denied.body()).path("error");
            assertThat(error.path("type").asString()).isEqualTo("requests");
            assertThat(error.path("code").asString()).isEqualTo("rate_limit_exceeded");
            assertThat(error.path("message").asString())
                    .isEqualTo(
                            "Rate limit reached for gpt-5-mini in organization org-simulated on requests per min (RPM): "
                                    + "Limit 600, Used 10, Requested 1. Please try again in 100ms.");

            pass(Duration.ofMillis(100));
            assertThat(client.post(request("user", "row")).statusCode()).isEqualTo(200);
            assertThat(client.post(request("user", "row")).statusCode()).isEqualTo(429);
            assertThat(client.stats().path("throttled").asInt()).isEqualTo(2);
        }
    }

    @Test
    void letsTokensThroughAtTheLimit() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start(now::get, "tpm=6000")) {
            ChatClient client = new ChatClient(server);
            String longText = "x".repeat(80);
            HttpResponse<String> first = client.post(request("user", longText));
            assertHeader(first, "x-ratelimit-limit-tokens", "6000");
            assertThat(first.headers().firstValue("x-ratelimit-remaining-tokens"))
                    .as("less 20 for the prompt and 20 for the answer")
                    .hasValue("5960");
            assertThat(client.post(request("user", "x".repeat(800))).statusCode())
                    .as("more than is left of this second's 100")
                    .isEqualTo(429);
            pass(Duration.ofMillis(400));
            assertThat(client.post(request("user", "x".repeat(800))).statusCode())
                    .as("more than ever fits, when all is free")
                    .isEqualTo(200);
            HttpResponse<String> denied = client.post(request("user", longText));
            assertThat(JSON.readTree(denied.body()).at("/error/type").asString())
                    .isEqualTo("tokens");
            assertThat(denied.headers().firstValue("retry-after-ms"))
                    .as("240 tokens used, of 100, and 40 wanted")
                    .hasValue("1800");
        }
    }

    @Test
    void countsTokensOfPromptsAndAnswersApart() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start(now::get, "input-tpm=6000", "output-tpm=600")) {
            ChatClient client = new ChatClient(server);
            ObjectNode briefly = request("user", "x".repeat(160)).put("max_tokens", 2);
            assertThat(client.post(briefly).statusCode()).isEqualTo(200);
            assertThat(client.post(briefly).statusCode()).isEqualTo(200);
            assertThat(message(client.post(briefly))).contains("input tokens per min (ITPM): Limit 6000, Used 80");
            ObjectNode atLength = request("user", "x".repeat(40));
            assertThat(message(client.post(atLength))).contains("output tokens per min (OTPM): Limit 600, Used 4");
        }
    }

    @Test
    void letsADaysRequestsThroughOnce() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start(now::get, "rpd=24")) {
            ChatClient client = new ChatClient(server);
            for (int i = 0; i < 24; i++) {
                assertThat(client.post(request("user", "row")).statusCode()).isEqualTo(200);
            }
            HttpResponse<String> denied = client.post(request("user", "row"));
            assertThat(message(denied))
                    .contains("requests per day (RPD): Limit 24")
                    .contains("in 1h0m0s");
            assertHeader(denied, "x-ratelimit-remaining-requests", "0");
            assertHeader(denied, "x-ratelimit-reset-requests", "24h0m0s");
            assertHeader(denied, "retry-after", "3600");
            pass(Duration.ofHours(1));
            assertThat(client.post(request("user", "row")).statusCode()).isEqualTo(200);
            assertThat(client.post(request("user", "row")).statusCode()).isEqualTo(429);
        }
    }

    @Test
    void letsOnlySoManyInAtOnce() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start("concurrency=2", "latency=10m")) {
            ChatClient client = new ChatClient(server);
            var unused = client.send(request("user", "one"));
            var unusedToo = client.send(request("user", "two"));
            while (client.stats().path("in_flight").asInt() < 2) {
                Thread.onSpinWait();
            }
            HttpResponse<String> denied = client.post(request("user", "three"));
            assertThat(denied.statusCode()).isEqualTo(429);
            assertThat(message(denied)).contains("concurrent requests: Limit 2, Used 2");
            assertThat(denied.headers().map()).doesNotContainKey("retry-after");
        }
    }

    @Test
    void letsAMinuteThroughAtOnceWhereTheBurstIsAMinute() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start(now::get, "rpm=30", "burst=1m")) {
            ChatClient client = new ChatClient(server);
            for (int i = 0; i < 30; i++) {
                assertThat(client.post(request("user", "row")).statusCode()).isEqualTo(200);
            }
            HttpResponse<String> denied = client.post(request("user", "row"));
            assertThat(denied.statusCode()).isEqualTo(429);
            assertHeader(denied, "x-ratelimit-remaining-requests", "0");
            assertHeader(denied, "x-ratelimit-reset-requests", "1m0s");
        }
    }

    @Test
    void changesALimitWhenItsTimeHasCome() throws Exception {
        try (Simulator.Server server =
                SimulatorFixture.start(now::get, "rpm=600", "changes[0].after=30s", "changes[0].rpm=300")) {
            pass(Duration.ofHours(1));
            ChatClient client = new ChatClient(server);
            assertThat(passing(client, 600, Duration.ofMillis(50)))
                    .as("30 s at 10 a second, with a burst of 10")
                    .isBetween(308, 310);
            HttpResponse<String> next = client.post(request("user", "row"));
            assertHeader(next, "x-ratelimit-limit-requests", "300");
            assertThat(passing(client, 600, Duration.ofMillis(50)))
                    .as("30 s at 5 a second, less what the smaller burst has no room for any more")
                    .isBetween(144, 146);
            JsonNode limit = client.stats().at("/limits/requests");
            assertThat(limit.path("allowed").asDouble()).isCloseTo(450, within(1.0));
            assertThat(limit.path("used").asInt()).isBetween(453, 457);
        }
    }

    @Test
    void countsAnewWhenToldTo() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start(now::get, "rpm=600", "burst=0s", "latency=0ms")) {
            ChatClient client = new ChatClient(server);
            JsonNode fresh = client.stats();
            assertThat(passing(client, 100, Duration.ofMillis(50))).isBetween(50, 55);
            assertThat(client.stats().at("/limits/requests/used").asInt()).isGreaterThanOrEqualTo(50);

            JsonNode anew = client.forgetStats();
            for (String counted :
                    List.of("requests", "statuses", "distinct", "calls_per_request", "ms_to_last_request")) {
                assertThat(anew.path(counted)).as(counted).isEqualTo(fresh.path(counted));
            }
            assertThat(anew.at("/limits/requests/used").asInt()).isZero();
            pass(Duration.ofHours(1));
            int passed = passing(client, 40, Duration.ofMillis(50));
            assertThat(passed).as("2 s at 10 a second, with a burst of 5").isBetween(20, 25);
            JsonNode stats = client.stats();
            assertThat(stats.path("requests").asInt()).isEqualTo(40);
            assertThat(stats.path("repeated_answers").asInt()).isZero();
            assertThat(stats.path("ms_to_last_request").asDouble()).isEqualTo(39 * 50.0);
            assertThat(stats.at("/limits/requests/used").asInt()).isEqualTo(passed);
            assertThat(stats.at("/limits/requests/allowed").asDouble()).isCloseTo(19.5, within(0.1));
        }
    }

    @Test
    void changesALimitWhenItIsTold() throws Exception {
        try (Simulator.Server server = SimulatorFixture.start(now::get, "rpm=600", "tpm=100")) {
            ChatClient client = new ChatClient(server);
            HttpResponse<String> told = client.postTo(
                    "/control", JSON.createObjectNode().put("rpm", 60).put("tpm", 0));
            assertThat(JSON.readTree(told.body()))
                    .isEqualTo(JSON.readTree("{\"rpm\": 60, \"tpm\": 0, \"input_tpm\": 0, \"output_tpm\": 0, "
                            + "\"rpd\": 0, \"concurrency\": 0}"));
            HttpResponse<String> next = client.post(request("user", "row"));
            assertHeader(next, "x-ratelimit-limit-requests", "60");
            assertThat(next.headers().map()).doesNotContainKey("x-ratelimit-limit-tokens");
        }
    }

    @ParameterizedTest
    @CsvSource({"rqm, 5", "rpm, -1", "rpm, many"})
    void refusesWhatIsNoLimit(String name, String value) throws Exception {
        try (Simulator.Server server = SimulatorFixture.start("rpm=600")) {
            ChatClient client = new ChatClient(server);
            ObjectNode wrong = JSON.createObjectNode();
            wrong.set(name, value.equals("many") ? JSON.readTree("\"many\"") : JSON.readTree(value));
            HttpResponse<String> told = client.postTo("/control", wrong);
            assertThat(told.statusCode()).isEqualTo(400);
            assertThat(told.body()).contains("'" + name + "' must be one of rpm, tpm");
            assertHeader(client.post(request("user", "row")), "x-ratelimit-limit-requests", "600");
        }
    }

    @Test
    void addsUpToTheLimitOverTime() {
        Quota quota = new Quota(6_000, Duration.ofMinutes(1).toNanos(), 10, 0);
        int passed = 0;
        for (long time = 0; time < Duration.ofMinutes(2).toNanos(); time += 3_333_333) {
            if (quota.nanosUntil(1, time) == 0) {
                quota.take(1, time);
                passed++;
            }
        }
        assertThat(passed).isBetween(12_000, 12_010);
        assertThat(quota.used()).isEqualTo(passed);
        assertThat(quota.allowed()).isCloseTo(12_000, within(1.0));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "6_000_000, 6ms",
        "1_000_000_000, 1s",
        "1_250_000_000, 1.25s",
        "60_000_000_000, 1m0s",
        "63_500_000_000, 1m3.5s",
        "3_600_000_000_000, 1h0m0s"
    })
    void writesTimeAsOpenAiDoes(String nanos, String span) {
        assertThat(OpenAiStyle.span(Long.parseLong(nanos.replace("_", "")))).isEqualTo(span);
    }

    /** Returns how many of {@code count} requests pass, when one is sent at each step of time. */
    private int passing(ChatClient client, int count, Duration step) throws Exception {
        int passed = 0;
        for (int i = 0; i < count; i++) {
            passed += client.post(request("user", "row " + i)).statusCode() == 200 ? 1 : 0;
            pass(step);
        }
        return passed;
    }

    private static String message(HttpResponse<String> response) {
        return JSON.readTree(response.body()).at("/error/message").asString();
    }

    private static void assertHeader(HttpResponse<String> response, String name, String value) {
        assertThat(response.headers().firstValue(name)).as(name).hasValue(value);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
