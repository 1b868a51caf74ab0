package io.llmp.batch.llm;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.ModelReply.Ending;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.Message.Role;
import io.llmp.batch.template.ModelSettings;
import io.llmp.batch.template.SchemaInPrompt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a run may rely on, whatever protocol a provider speaks: real calls over HTTP to a server that answers with what the
 * provider's documentation shows. Long because it is one port and one contract, which an implementation extends.
 */
public abstract class ProviderContract extends CallTimeoutContract {

    protected static final JsonMapper JSON = JsonMapper.shared();

    /** Under which every schema is strict: closed, and nothing optional. */
    protected static final ObjectNode SCHEMA = (ObjectNode) JSON.readTree("""
            {"type": "object", "required": ["team"], "additionalProperties": false,
             "properties": {"team": {"type": "string", "enum": ["access", "sales"]}}}
            """);

    /** A reply that is not 200, and what it means. */
    public record Failure(int status, String body, FailureKind kind) {}

    protected abstract String path();

    /** The header that carries {@link #KEY}, and its value. */
    protected abstract Map<String, String> keyHeader();

    /** The tokens in {@link #answer}; some were cached. */
    protected abstract Usage usage();

    /** The answer's own name, told apart from the call's. */
    protected abstract String requestIdHeader();

    /** Header lines about limits, and what they mean at {@link #NOW}. */
    protected abstract Map<String, ReportedLimits> limits();

    /** Replies with status 200 that are no whole answer. */
    protected abstract Map<String, Ending> endings();

    protected abstract List<Failure> failures();

    /** A reply that refuses the form of answer a request asked for. */
    protected abstract Failure formRefused();

    /** Returns the form of answer that a request's body asks for. */
    protected abstract AnswerForm form(JsonNode body);

    /** Returns the schema that a request's body holds its answer to; a missing node when there is none. */
    protected abstract JsonNode schema(JsonNode body);

    @Test
    void readsTheAnswerItsUsageAndTheRequestId() {
        ModelReply reply = reply(wire -> wire.respond(200, answer(), requestIdHeader() + ": req_123"));
        assertThat(reply.content()).isEqualTo("{\"team\":\"access\"}");
        assertThat(reply.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(reply.usage()).isEqualTo(usage());
        assertThat(reply.usage().cachedTokens()).isPositive();
        assertThat(reply.requestId()).isEqualTo("req_123");
        assertThat(reply.limits()).isEqualTo(ReportedLimits.NONE);
    }

    @Test
    void takesTheAnswersOwnNameWhenTheCallHasNone() {
        assertThat(reply(wire -> wire.respond(200, answer())).requestId()).isEqualTo(idIn(answer()));
    }

    private static String idIn(String answer) {
        return JSON.readTree(answer).path("id").asString();
    }

    @Test
    void sendsTheKeyWhereTheProtocolWantsIt() {
        WireServer.Request sent = sent(request("hello"), KEY, Dialect.NONE);
        assertThat(sent.line()).isEqualTo("POST " + path() + " HTTP/1.1");
        assertThat(sent.headers()).containsAllEntriesOf(keyHeader()).containsEntry("user-agent", "llmp-batch");
        assertThat(sent.headers().get("content-type")).startsWith("application/json");
    }

    @Test
    void sendsNoKeyWithoutOne() {
        assertThat(sent(request("hello"), null, Dialect.NONE).headers())
                .doesNotContainKeys(keyHeader().keySet().toArray(String[]::new));
    }

    @Test
    void aServerCanDifferInPathParametersHeadersAndFields() {
        Dialect dialect = new Dialect(
                "/deployments/{model}/answer",
                Map.of("api-version", "2024-10-21", "x", "a b&c"),
                "api-key",
                Map.of("X-Team", "data", "X-Beta", "of the provider"),
                (ObjectNode) JSON.readTree("{\"top_k\":40,\"metadata\":{\"a\":1,\"b\":1}}"),
                null,
                AnswerForm.STRICT_SCHEMA,
                null);
        ModelSettings settings = new ModelSettings(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "flex",
                (ObjectNode) JSON.readTree("{\"metadata\":{\"b\":2},\"user\":\"llmp\"}"),
                Map.of("x-beta", "of the template"),
                false,
                SchemaInPrompt.AUTO);
        ModelRequest asked =
                new ModelRequest("a model/x", settings, null, request("hello").messages());

        WireServer.Request sent = sent(asked, KEY, dialect);

        assertThat(sent.line())
                .isEqualTo("POST /v1/deployments/a%20model%2Fx/answer?api-version=2024-10-21&x=a%20b%26c HTTP/1.1");
        assertThat(sent.headers())
                .containsEntry("api-key", KEY)
                .containsEntry("x-team", "data")
                .containsEntry("x-beta", "of the template")
                .doesNotContainKeys(keyHeader().keySet().toArray(String[]::new));
        JsonNode body = JSON.readTree(sent.body());
        assertThat(body.path("top_k").asInt()).isEqualTo(40);
        assertThat(body.path("metadata")).isEqualTo(JSON.readTree("{\"a\":1,\"b\":2}"));
        assertThat(body.path("user").asString()).isEqualTo("llmp");
        assertThat(body.path("service_tier").asString()).isEqualTo("flex");
        assertThat(body.path("model").asString()).isEqualTo("a model/x");
    }

    @Test
    void holdsTheProviderToTheSchemaWhereItCan() {
        JsonNode body = JSON.readTree(
                sent(schemaRequest(SCHEMA, "x"), KEY, Dialect.NONE).body());
        assertThat(form(body)).isEqualTo(AnswerForm.STRICT_SCHEMA);
        assertThat(schema(body)).isEqualTo(SCHEMA);
    }

    @Test
    void givesTheSchemaAsItIsWhereNoProviderCanHoldItsAnswersToIt() {
        ObjectNode map = (ObjectNode)
                JSON.readTree(
                        "{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}}}}");
        JsonNode body =
                JSON.readTree(sent(schemaRequest(map, "x"), KEY, Dialect.NONE).body());
        assertThat(form(body)).isEqualTo(AnswerForm.SCHEMA);
        assertThat(schema(body)).isEqualTo(map);
    }

    @Test
    void findsOutOnceWhichFormOfAnswerAServerTakes() {
        List<AnswerForm> asked = new ArrayList<>();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("io.llmp.batch.llm.http");
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        try (WireServer server = WireServer.start(wire -> {
                    AnswerForm form = form(JSON.readTree(wire.request().body()));
                    asked.add(form);
                    if (form == AnswerForm.INSTRUCTION) {
                        wire.respond(200, answer());
                    } else {
                        wire.respond(formRefused().status(), formRefused().body());
                    }
                });
                ModelClient client = connect(server.baseUrl())) {
            assertThat(client.call(schemaRequest(SCHEMA, "one"))).isInstanceOf(ModelReply.class);
            assertThat(asked)
                    .startsWith(AnswerForm.STRICT_SCHEMA, AnswerForm.SCHEMA)
                    .endsWith(AnswerForm.INSTRUCTION)
                    .isSorted();
            asked.clear();
            assertThat(client.call(schemaRequest(SCHEMA, "two"))).isInstanceOf(ModelReply.class);
            assertThat(asked).containsExactly(AnswerForm.INSTRUCTION);
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
            logger.setAdditive(true);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .as("each form that is refused, once")
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(line -> line.startsWith("Provider p does not take answers in the form "));
    }

    @Test
    void aServerIsNotAskedForMoreThanItIsConfiguredFor() {
        Dialect dialect = new Dialect(
                null, Map.of(), null, Map.of(), JSON.createObjectNode(), null, AnswerForm.INSTRUCTION, null);
        JsonNode body =
                JSON.readTree(sent(schemaRequest(SCHEMA, "x"), KEY, dialect).body());
        assertThat(form(body)).isEqualTo(AnswerForm.INSTRUCTION);
    }

    @Test
    void everyRowsRequestIsTheWholeRequest() {
        try (WireServer server = WireServer.start(wire -> wire.respond(200, answer()));
                ModelClient client = connect(server.baseUrl())) {
            List<ModelRequest> requests = new ArrayList<>();
            for (String row : List.of("one", "two \"quoted\" \uD83D\uDE00\n", "")) {
                requests.add(schemaRequest(SCHEMA, row));
            }
            requests.add(requests.get(0).withSettings(NO_SETTINGS.withMaxOutputTokens(7)));
            List<Message> longer = new ArrayList<>(requests.get(0).messages());
            longer.add(new Message(Role.ASSISTANT, "no"));
            longer.add(new Message(Role.USER, "again"));
            requests.add(requests.get(0).withMessages(longer));
            requests.add(request("alone"));
            for (ModelRequest request : requests) {
                client.call(request);
            }
            Provider provider = provider(server.baseUrl(), KEY, Duration.ofSeconds(1));
            for (int i = 0; i < requests.size(); i++) {
                assertThat(JSON.readTree(server.requests().get(i).body()))
                        .isEqualTo(protocol(() -> NOW).body(provider, requests.get(i)));
            }
            assertThat(server.requests().get(1).body()).contains("two \\\"quoted\\\" \uD83D\uDE00\\n");
        }
    }

    @Test
    void theSamePartOfRequestsComesFirstAndIsTheSameToTheByte() {
        String one = sent(schemaRequest(SCHEMA, "one"), KEY, Dialect.NONE).body();
        String two = sent(schemaRequest(SCHEMA, "two"), KEY, Dialect.NONE).body();
        int differs = 0;
        while (one.charAt(differs) == two.charAt(differs)) {
            differs++;
        }
        assertThat(one.substring(differs)).startsWith("one");
    }

    @Test
    void saysWhatTheProviderReportsOfItsLimits() {
        limits().forEach((headers, limits) -> {
            String[] lines = headers.lines().toArray(String[]::new);
            assertThat(reply(wire -> wire.respond(200, answer(), lines)).limits())
                    .isEqualTo(limits);
            assertThat(failure(wire -> wire.respond(503, "", lines)).limits()).isEqualTo(limits);
        });
    }

    @Test
    void anEndingThatIsNoAnswerIsToldApart() {
        endings().forEach((body, ending) -> {
            ModelReply reply = reply(wire -> wire.respond(200, body));
            assertThat(reply.ending()).as(body).isEqualTo(ending);
            assertThat(reply.finishReason()).isNotBlank();
            assertThat(reply.usage().promptTokens()).as("it was paid for").isPositive();
            if (ending == Ending.REFUSED) {
                assertThat(reply.content()).isNotBlank();
            }
        });
    }

    @Test
    void aFailureTellsWhomItConcerns() {
        for (Failure each : failures()) {
            CallFailure failure =
                    failure(wire -> wire.respond(each.status(), each.body(), requestIdHeader() + ": req_7"));
            assertThat(failure.kind()).as(each.toString()).isEqualTo(each.kind());
            assertThat(failure.requestId()).isEqualTo("req_7");
            assertThat(failure.message()).startsWith("HTTP " + each.status());
        }
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
                "retry-after: 1m3s                           | 63000",
                "retry-after: Wed, 21 Oct 2026 07:28:30 GMT  | 30000",
                "retry-after: Wed, 21 Oct 2026 07:00:00 GMT  | 0",
                "retry-after: -5                             | 0"
            })
    void obeysHoweverTheProviderSaysWhenToComeBack(String header, double millis) {
        CallFailure failure = failure(wire -> wire.respond(429, "", header));
        assertThat(failure.kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofNanos((long) (millis * 1e6)));
    }

    @Test
    void millisecondsAreExacterThanSecondsUnlessTheyCannotBeRead() {
        assertThat(failure(wire -> wire.respond(429, "", "retry-after: 2", "retry-after-ms: 1200"))
                        .retryAfter())
                .isEqualTo(Duration.ofMillis(1200));
        assertThat(failure(wire -> wire.respond(429, "", "retry-after: 2", "retry-after-ms: soon"))
                        .retryAfter())
                .isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", "NaN", "Infinity", "Wed, 99 Oct 2026", "1e99", "1792567680000", "9999999999h"})
    void leavesTheWaitToUsWhenItCannotBeRead(String value) {
        assertThat(failure(wire -> wire.respond(503, "", "retry-after: " + value))
                        .retryAfter())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void doesNotFollowARedirect(int status) {
        try (WireServer elsewhere = WireServer.start(wire -> wire.respond(200, answer()));
                WireServer server = WireServer.start(
                        wire -> wire.respond(status, "", "Location: " + elsewhere.baseUrl() + "/elsewhere"));
                ModelClient client = connect(server.baseUrl())) {
            CallFailure failure = (CallFailure) client.call(request("hello"));
            assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN_MODEL);
            assertThat(elsewhere.connections()).isZero();
        }
    }

    @Test
    void wordsAreQuotedShortly() {
        CallFailure failure = failure(wire -> wire.respond(502, "broken " + "\uD83D\uDE00".repeat(600)));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure.message())
                .startsWith("HTTP 502: broken ")
                .endsWith("…")
                .hasSizeLessThan(520);
        assertThat(failure.message().codePoints())
                .as("no half of a surrogate pair")
                .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"the words\"}}",
                "{\"error\":\"the words\"}",
                "{\"object\":\"error\",\"message\":\"the words\",\"code\":400}",
                "{\"detail\":\"the words\"}",
                "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"the words\"}]}",
                // Google, Mistral, AWS, Apigee, Cloudflare, OpenRouter, JSON:API.
                "[{\"error\":{\"code\":400,\"message\":\"the words\",\"status\":\"INVALID_ARGUMENT\"}}]",
                "{\"object\":\"error\",\"message\":{\"detail\":[{\"loc\":[\"body\",\"x\"],\"msg\":\"the words\"}]}}",
                "{\"Message\":\"the words\"}",
                "{\"fault\":{\"faultstring\":\"the words\",\"detail\":{\"errorcode\":\"x\"}}}",
                "{\"success\":false,\"result\":[],\"messages\":[],\"error\":[{\"code\":2016,\"message\":\"the words\"}]}",
                "{\"error\":{\"message\":\"Provider returned error\",\"metadata\":{\"raw\":\"{\\\"error\\\":{\\\"message\\\":\\\"the words\\\"}}\"}}}",
                "{\"errors\":[{\"detail\":\"the words\"}]}",
                "the words"
            })
    void repeatsTheServersWordsHoweverItWrapsThem(String body) {
        assertThat(failure(wire -> wire.respond(422, body)).message()).contains("the words");
    }

    @Test
    void neverRepeatsTheKeyEvenWhenTheProviderDoes() {
        CallFailure failure = failure(wire -> wire.respond(
                401, "{\"error\":{\"message\":\"Incorrect key provided: " + KEY + ". Find yours at ...\"}}"));
        assertThat(failure.kind()).isEqualTo(FailureKind.ACCESS_DENIED);
        assertThat(failure.toString()).doesNotContain(KEY).contains("Incorrect key provided");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><html><body>Welcome to the hotel</body></html>",
                "",
                "{\"id\":\"x\"}",
                "[]",
                "null"
            })
    void whatIsNoWholeAnswerCannotBeReadAndMayBeBilled(String body) {
        CallFailure failure = failure(wire -> wire.respond(200, body, requestIdHeader() + ": req_9"));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE);
        assertThat(failure.requestId()).isEqualTo("req_9");
        assertThat(failure.message()).startsWith("HTTP 200 with ");
        assertThat(failure.billed()).isNull();
    }

    @Test
    void saysOfAPageItsTitleOnly() {
        String page = "<!DOCTYPE html>\n<html><head><title>Sign in -\n Contoso</title></head><body>x</body></html>";
        assertThat(failure(wire -> wire.respond(502, page)).message())
                .isEqualTo("HTTP 502: a web page, \"Sign in - Contoso\"");
        assertThat(failure(wire -> wire.respond(200, page)).message())
                .isEqualTo("HTTP 200 with a web page, \"Sign in - Contoso\"");
        assertThat(failure(wire -> wire.respond(502, "<html>\n<p>x</p></html>")).message())
                .isEqualTo("HTTP 502: a web page");
    }

    @Test
    void anotherStatusOfSuccessIsOne() {
        assertThat(reply(wire -> wire.respond(201, answer())).usage()).isEqualTo(usage());
    }

    @Test
    void readsAReplyThatIsCompressedThoughItWasNotAskedToBe() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(packed)) {
            zip.write(answer().getBytes(StandardCharsets.UTF_8));
        }
        assertThat(reply(wire -> wire.respond(200, packed.toByteArray(), "Content-Encoding: gzip"))
                        .usage())
                .isEqualTo(usage());
        for (String encoding : List.of("gzip", "deflate", "br")) {
            CallFailure failure = failure(wire -> wire.respond(200, answer(), "Content-Encoding: " + encoding));
            assertThat(failure.kind()).as(encoding).isEqualTo(FailureKind.UNREADABLE);
            assertThat(failure.message()).contains(encoding);
        }
    }

    @Test
    void anErrorUnderStatus200IsJudgedByItsCode() {
        Map.of(
                        "{\"error\":{\"code\":429,\"message\":\"slow down\"}}",
                        FailureKind.THROTTLED,
                        "{\"error\":{\"code\":402,\"message\":\"Insufficient credits\"}}",
                        FailureKind.QUOTA_EXHAUSTED,
                        "{\"error\":{\"code\":\"400\",\"message\":\"maximum context length is 9 tokens\"}}",
                        FailureKind.PROMPT_TOO_LONG,
                        "{\"error\":\"upstream broke\"}",
                        FailureKind.UNAVAILABLE,
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
                        FailureKind.OVERLOADED)
                .forEach((body, kind) -> {
                    CallFailure failure = failure(wire -> wire.respond(200, body));
                    assertThat(failure.kind()).as(body).isEqualTo(kind);
                    assertThat(failure.billed()).isEqualTo(Usage.NONE);
                });
    }

    @Test
    void anErrorUnderStatus200KeepsItsOwnWords() {
        CallFailure failure = failure(wire ->
                wire.respond(200, "{\"error\":{\"message\":\"Upstream provider is overloaded\",\"code\":502}}"));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure.message()).contains("Upstream provider is overloaded");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 500})
    void aBodyNestedWithoutEndIsReadNoFurtherThanItIsOfUse(int status) {
        String deep = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
        CallFailure failure = failure(wire -> wire.respond(status, deep));
        assertThat(failure.kind()).isEqualTo(status < 500 ? FailureKind.REJECTED : FailureKind.UNAVAILABLE);
        assertThat(failure.message()).hasSizeLessThan(520);
    }

    @Test
    void keepsThePathOfTheBaseAddress() {
        try (WireServer server = WireServer.start(wire -> wire.respond(200, answer()));
                ModelClient client = connect(URI.create(server.baseUrl() + "/openai/a%20b"))) {
            client.call(request("hello"));
            assertThat(server.requests().get(0).line())
                    .startsWith("POST /v1/openai/a%20b/")
                    .contains("/");
        }
    }

    @Test
    void writesAnyText() {
        String text = "Ü \uD83D\uDE00 \u0000\u001f\u2028\" \\";
        String body = sent(request(text), KEY, Dialect.NONE).body();
        assertThat(body.getBytes(StandardCharsets.UTF_8)).isNotEmpty();
        assertThat(JSON.readTree(body).toString()).contains(JSON.writeValueAsString(text));
    }

    protected static ModelRequest schemaRequest(ObjectNode schema, String row) {
        return new ModelRequest(
                "a-model",
                NO_SETTINGS,
                schema,
                List.of(
                        new Message(Role.SYSTEM, "You triage. Answer with JSON."),
                        new Message(Role.USER, "example"),
                        new Message(Role.ASSISTANT, "{\"team\":\"sales\"}"),
                        new Message(Role.USER, row)));
    }
}
