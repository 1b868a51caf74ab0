package io.llmp.batch.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.ModelSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Timeout(30)
class OpenAiRequestTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void sendsEverythingThatWasAskedForUnderTheNamesOfTheProtocol() {
        ObjectNode schema = (ObjectNode) JSON.readTree(
                "{\"type\":\"object\",\"required\":[\"team\"],\"properties\":{\"team\":{\"type\":\"string\"}}}");
        ModelRequest request = new ModelRequest(
                "gpt-5-mini",
                new ModelSettings("ignored", "ignored", 0.0, 0.9, 200, 42L, "low"),
                schema,
                List.of(
                        new Message(Message.Role.SYSTEM, "You triage."),
                        new Message(Message.Role.USER, "Zeile 1\nÜ \uD83D\uDE00"),
                        new Message(Message.Role.ASSISTANT, "{}"),
                        new Message(Message.Role.USER, "again")));

        WireServer.Request sent = sent(request, Calls.KEY);

        assertThat(sent.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
        assertThat(sent.headers())
                .containsEntry("authorization", "Bearer " + Calls.KEY)
                .containsEntry("user-agent", "llmp-batch");
        assertThat(sent.headers().get("content-type")).startsWith("application/json");
        assertThat(json(sent)).isEqualTo(JSON.readTree("""
                {"model": "gpt-5-mini",
                 "messages": [
                   {"role": "system", "content": "You triage."},
                   {"role": "user", "content": "Zeile 1\\nÜ \uD83D\uDE00"},
                   {"role": "assistant", "content": "{}"},
                   {"role": "user", "content": "again"}],
                 "temperature": 0.0, "top_p": 0.9, "max_completion_tokens": 200, "seed": 42, "reasoning_effort": "low",
                 "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "strict": false, "schema":
                   {"type": "object", "required": ["team"], "properties": {"team": {"type": "string"}}}}}}
                """));
    }

    @Test
    void leavesOutWhatWasNotAskedFor() {
        assertThat(json(sent(Calls.request("hello"), Calls.KEY)).propertyNames())
                .containsExactlyInAnyOrder("model", "messages");
    }

    @Test
    void sendsNoAuthorizationWithoutAKey() {
        assertThat(sent(Calls.request("hello"), null).headers()).doesNotContainKey("authorization");
    }

    @Test
    void keepsThePathOfTheBaseAddress() {
        try (WireServer server = WireServer.start(wire -> wire.respond(200, Calls.ANSWER));
                ModelClient client = Calls.connect(URI.create(server.baseUrl() + "/openai/deployments/a%20b"))) {
            client.call(Calls.request("hello"));
            assertThat(server.requests().get(0).line())
                    .isEqualTo("POST /v1/openai/deployments/a%20b/chat/completions HTTP/1.1");
        }
    }

    private static JsonNode json(WireServer.Request request) {
        return JSON.readTree(request.body());
    }

    private static WireServer.Request sent(ModelRequest request, @Nullable String key) {
        try (WireServer server = WireServer.start(wire -> wire.respond(200, Calls.ANSWER));
                ModelClient client = Calls.connect(Calls.provider(server.baseUrl(), key, Duration.ofSeconds(20)))) {
            client.call(request);
            return server.requests().get(0);
        }
    }
}
