package io.llmp.batch.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class OpenAiErrorTest {

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "401, invalid_request_error, invalid_api_key, ACCESS_DENIED",
        "403, request_forbidden, unsupported_country_region_territory, ACCESS_DENIED",
        "402, , , QUOTA_EXHAUSTED",
        "404, invalid_request_error, model_not_found, UNKNOWN_MODEL",
        "404, , , UNKNOWN_MODEL",
        "400, invalid_request_error, model_not_found, UNKNOWN_MODEL",
        "400, invalid_request_error, context_length_exceeded, PROMPT_TOO_LONG",
        "400, invalid_request_error, string_above_max_length, PROMPT_TOO_LONG",
        "400, , content_filter, CONTENT_FILTERED",
        "400, image_generation_user_error, content_policy_violation, CONTENT_FILTERED",
        "400, invalid_request_error, unsupported_value, REJECTED",
        "400, invalid_request_error, , REJECTED",
        "413, , , PROMPT_TOO_LONG",
        "422, invalid_request_error, , REJECTED",
        "429, tokens, rate_limit_exceeded, THROTTLED",
        "429, insufficient_quota, insufficient_quota, QUOTA_EXHAUSTED",
        "429, insufficient_quota, , QUOTA_EXHAUSTED",
        "429, , billing_hard_limit_reached, QUOTA_EXHAUSTED",
        "408, , , UNAVAILABLE",
        "409, , , UNAVAILABLE",
        "425, , , UNAVAILABLE",
        "500, server_error, , UNAVAILABLE",
        "502, , , UNAVAILABLE",
        "503, server_error, , UNAVAILABLE",
        "529, overloaded_error, , UNAVAILABLE"
    })
    void statusAndCodeTellWhomAnErrorConcerns(
            int status, @Nullable String type, @Nullable String code, FailureKind kind) {
        String body = "{\"error\":{\"message\":\"the provider's words\",\"type\":" + quoted(type)
                + ",\"param\":null,\"code\":" + quoted(code) + "}}";
        CallFailure failure = Calls.failure(wire -> wire.respond(status, body, "x-request-id: req_7"));
        assertThat(failure)
                .isEqualTo(new CallFailure(
                        kind, "HTTP " + status + ": the provider's words", null, "req_7", ReportedLimits.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retry-after: 20                             | 20000",
                "retry-after: 0                              | 0",
                "retry-after: 0.25                           | 250",
                "retry-after-ms: 1500                        | 1500",
                "retry-after-ms: 1.5                         | 1.5",
                "retry-after: Wed, 21 Oct 2026 07:28:30 GMT  | 30000",
                "retry-after: Wed, 21 Oct 2026 07:00:00 GMT  | 0",
                "retry-after: -5                             | 0"
            })
    void obeysHoweverTheProviderSaysWhenToComeBack(String header, double millis) {
        CallFailure failure =
                Calls.failure(wire -> wire.respond(429, "{\"error\":{\"code\":\"rate_limit_exceeded\"}}", header));
        assertThat(failure.kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofNanos((long) (millis * 1e6)));
    }

    @Test
    void millisecondsAreExacterThanSecondsUnlessTheyCannotBeRead() {
        assertThat(Calls.failure(wire -> wire.respond(429, "", "retry-after: 2", "retry-after-ms: 1200"))
                        .retryAfter())
                .isEqualTo(Duration.ofMillis(1200));
        assertThat(Calls.failure(wire -> wire.respond(429, "", "retry-after: 2", "retry-after-ms: soon"))
                        .retryAfter())
                .isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", "NaN", "Infinity", "Wed, 99 Oct 2026"})
    void leavesTheWaitToUsWhenItCannotBeRead(String value) {
        assertThat(Calls.failure(wire -> wire.respond(503, "", "retry-after: " + value))
                        .retryAfter())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void doesNotFollowARedirect(int status) {
        try (WireServer elsewhere = WireServer.start(wire -> wire.respond(200, Calls.ANSWER));
                WireServer server = WireServer.start(
                        wire -> wire.respond(status, "", "Location: " + elsewhere.baseUrl() + "/chat/completions"));
                ModelClient client = Calls.connect(server.baseUrl())) {
            CallFailure failure = (CallFailure) client.call(Calls.request("hello"));
            assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN_MODEL);
            assertThat(elsewhere.connections()).isZero();
        }
    }

    @Test
    void aPageInsteadOfAnErrorObjectIsQuotedShortly() {
        CallFailure failure = Calls.failure(wire -> wire.respond(502, "<html> " + "\uD83D\uDE00".repeat(600)));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure.message())
                .startsWith("HTTP 502: <html> ")
                .endsWith("…")
                .hasSizeLessThan(520);
        assertThat(failure.message().codePoints())
                .as("no half of a surrogate pair")
                .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    @Test
    void neverRepeatsTheKeyEvenWhenTheProviderDoes() {
        CallFailure failure = Calls.failure(wire -> wire.respond(
                401, "{\"error\":{\"message\":\"Incorrect API key provided: " + Calls.KEY + ". Find yours at ...\"}}"));
        assertThat(failure.kind()).isEqualTo(FailureKind.ACCESS_DENIED);
        assertThat(failure.toString()).doesNotContain(Calls.KEY).contains("Incorrect API key provided");
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }
}
