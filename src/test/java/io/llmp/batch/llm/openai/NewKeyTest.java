package io.llmp.batch.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.Dialect;
import io.llmp.batch.llm.Endpoints;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelSelection;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.Provider;
import io.llmp.batch.llm.Providers;
import io.llmp.batch.llm.WireCalls;
import io.llmp.batch.llm.WireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that is refused is read again, and its call made again with what is there now. */
class NewKeyTest extends WireCalls {

    @TempDir
    Path directory;

    @Override
    protected Protocol protocol(InstantSource clock) {
        return new OpenAiConfiguration().openAiProtocol(clock);
    }

    @Override
    protected String answer() {
        return """
                {"choices":[{"message":{"content":"{\\"team\\":\\"access\\"}"},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":9,"completion_tokens":5}}""";
    }

    @Test
    void aCallThatWasRefusedGoesAgainOnceWithTheNewKey() throws IOException {
        write("key-1");
        try (WireServer server = WireServer.start(this::letIn);
                ModelClient client = connect(provider(server))) {
            assertThat(client.call(request("a"))).isInstanceOf(ModelReply.class);
            write("key-2");
            assertThat(client.call(request("b"))).isInstanceOf(ModelReply.class);
            assertThat(client.call(request("c"))).isInstanceOf(ModelReply.class);
            assertThat(server.requests())
                    .extracting(request -> request.headers().get("authorization"))
                    .containsExactly("Bearer key-1", "Bearer key-1", "Bearer key-2", "Bearer key-2");
        }
    }

    @Test
    void aNewKeyThatIsRefusedTooIsTheEndAndNeitherIsRepeated() throws IOException {
        write("key-1");
        try (WireServer server = WireServer.start(wire -> wire.respond(
                        401,
                        "{\"error\":{\"message\":\"not "
                                + wire.request().headers().get("authorization") + " but key-1\"}}"));
                ModelClient client = connect(provider(server))) {
            write("key-2");
            CallFailure failure = (CallFailure) client.call(request("a"));
            assertThat(failure.kind()).isEqualTo(FailureKind.ACCESS_DENIED);
            assertThat(failure.message()).contains("not Bearer [key] but [key]").doesNotContain("key-1", "key-2");
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void saysWhyThereIsNoNewKey() throws IOException {
        write("key-1");
        try (WireServer server = WireServer.start(wire -> wire.respond(401, "{\"error\":{\"message\":\"expired\"}}"));
                ModelClient client = connect(provider(server))) {
            Files.delete(directory.resolve("key"));
            CallFailure failure = (CallFailure) client.call(request("a"));
            assertThat(failure.kind()).isEqualTo(FailureKind.ACCESS_DENIED);
            assertThat(failure.message())
                    .contains("expired")
                    .contains("there is no new key: The key command of provider p failed with exit code 1: ");
            assertThat(server.requests()).hasSize(1);
        }
    }

    private void letIn(WireServer.Wire wire) throws IOException {
        boolean current = ("Bearer " + Files.readString(directory.resolve("key")))
                .equals(wire.request().headers().get("authorization"));
        wire.respond(current ? 200 : 401, current ? answer() : "{\"error\":{\"message\":\"expired\"}}");
    }

    private void write(String key) throws IOException {
        Files.writeString(directory.resolve("key"), key);
    }

    private Provider provider(WireServer server) {
        Map<String, String> keys = Map.of(
                "base-url", server.baseUrl().toString(), "model", "m", "key-command", "cat " + directory + "/key");
        Provider provider = new Providers("p", Map.of("p", Endpoints.of(keys)), Map.of(), Map.of())
                .choose(new ModelSelection(null, null, null, null, null, null), null)
                .provider();
        assertThat(provider.dialect()).isEqualTo(Dialect.NONE);
        assertThat(List.of(provider.toString())).noneMatch(text -> text.contains("key-1"));
        return provider;
    }
}
