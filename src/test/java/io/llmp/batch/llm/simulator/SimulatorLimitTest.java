package io.llmp.batch.llm.simulator;

import static io.llmp.batch.llm.simulator.ChatClient.JSON;
import static io.llmp.batch.llm.simulator.ChatClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.llm.Simulator;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits on requests and tokens a minute, with time stepped by hand. */
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
            assertThat(denied.headers().firstValue("retry-after")).hasValue("1");
            assertThat(denied.headers().firstValue("retry-after-ms")).hasValue("100");
            assertThat(denied.headers().firstValue("x-ratelimit-limit-requests"))
                    .hasValue("600");
            assertThat(denied.headers().firstValue("x-ratelimit-remaining-requests"))
                    .hasValue("0");
            assertThat(denied.headers().firstValue("x-ratelimit-reset-requests"))
                    .hasValue("1s");
            assertThat(JSON.readTree(denied.body()).at("/error/type").asString())
                    .isEqualTo("requests");

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
            assertThat(first.headers().firstValue("x-ratelimit-limit-tokens")).hasValue("6000");
            assertThat(first.headers().firstValue("x-ratelimit-remaining-tokens"))
                    .as("a second's 100, less 20 for the prompt and 20 for the answer")
                    .hasValue("60");
            assertThat(client.post(request("user", "x".repeat(800))).statusCode())
                    .as("more than is left")
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
    void addsUpToTheLimitOverTime() {
        RateBucket bucket = new RateBucket(6_000, 10, 0);
        int passed = 0;
        for (long time = 0; time < Duration.ofMinutes(2).toNanos(); time += 3_333_333) {
            if (bucket.nanosUntil(1, time) == 0) {
                bucket.take(1, time);
                passed++;
            }
        }
        assertThat(passed).isBetween(12_000, 12_010);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "6_000_000, 6ms",
        "1_000_000_000, 1s",
        "1_250_000_000, 1.25s",
        "60_000_000_000, 1m0s",
        "63_500_000_000, 1m3.5s"
    })
    void writesTimeAsOpenAiDoes(String nanos, String span) {
        assertThat(RateLimits.span(Long.parseLong(nanos.replace("_", "")))).isEqualTo(span);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
