package io.llmp.batch.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Provider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OpenAiBrokenConnectionTest {

    @Test
    void nobodyListeningIsAPassingFailure() {
        URI nobody;
        try (WireServer server = WireServer.start(wire -> {})) {
            nobody = server.baseUrl();
        }
        try (ModelClient client = Calls.connect(nobody)) {
            assertPassing(client.call(Calls.request("hello")));
        }
    }

    @Test
    void aHostWithoutAnAddressIsAPassingFailure() {
        try (ModelClient client = Calls.connect(URI.create("http://no-such-host.invalid/v1"))) {
            assertPassing(client.call(Calls.request("hello")));
        }
    }

    @Test
    void aResetConnectionIsAPassingFailure() {
        assertPassing(Calls.call(wire -> {
            wire.socket().setSoLinger(true, 0);
            wire.socket().close();
        }));
    }

    @Test
    void aConnectionClosedWithoutAnAnswerIsAPassingFailure() {
        assertPassing(Calls.call(wire -> wire.socket().close()));
    }

    @Test
    void aBodyCutOffInTheMiddleIsAPassingFailure() {
        assertPassing(Calls.call(wire -> {
            wire.head(200, Calls.ANSWER.length() + 100);
            wire.send(Calls.ANSWER);
            wire.socket().close();
        }));
    }

    @Test
    void aChunkedBodyCutOffInTheMiddleIsAPassingFailure() {
        assertPassing(Calls.call(wire -> {
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            wire.send(Integer.toHexString(Calls.ANSWER.length()) + "\r\n" + Calls.ANSWER + "\r\n");
            wire.socket().close();
        }));
    }

    @Test
    void somethingThatDoesNotSpeakHttpIsAPassingFailure() {
        assertPassing(Calls.call(wire -> {
            wire.send("220 mail.example.com ESMTP ready\r\n".repeat(200));
            wire.socket().close();
        }));
    }

    @Test
    void aKeptConnectionThatTheServerClosedCostsAtMostAPassingFailure() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (WireServer server = WireServer.start(wire -> {
                    wire.respond(200, Calls.ANSWER);
                    if (closed.getCount() > 0) {
                        wire.socket().close();
                        closed.countDown();
                    }
                });
                ModelClient client = Calls.connect(server.baseUrl())) {
            assertThat(client.call(Calls.request("first"))).isInstanceOf(ModelReply.class);
            assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
            ModelResult second = client.call(Calls.request("second"));
            if (second instanceof CallFailure) {
                assertPassing(second);
            }
            assertThat(client.call(Calls.request("third"))).isInstanceOf(ModelReply.class);
        }
    }

    @Test
    void callsOneAfterTheOtherShareAConnection() {
        try (WireServer server = WireServer.start(wire -> wire.respond(200, Calls.ANSWER));
                ModelClient client = Calls.connect(server.baseUrl())) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.call(Calls.request("q" + i))).isInstanceOf(ModelReply.class);
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void closeEndsCallsInFlightAndThoseThatComeLate() throws Exception {
        CountDownLatch arrived = new CountDownLatch(3);
        try (WireServer server = WireServer.start(wire -> arrived.countDown())) {
            ModelClient client = Calls.connect(server.baseUrl(), Duration.ofMinutes(5));
            List<CompletableFuture<ModelResult>> calls = List.of("a", "b", "c").stream()
                    .map(name -> CompletableFuture.supplyAsync(
                            () -> client.call(Calls.request(name)), task -> new Thread(task).start()))
                    .toList();
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
            client.close();
            for (CompletableFuture<ModelResult> call : calls) {
                assertPassing(call.get(10, TimeUnit.SECONDS));
            }
            assertPassing(client.call(Calls.request("late")));
        }
    }

    @Test
    void theKeyStaysOutOfTheProvidersWords() {
        Provider provider = Calls.provider(URI.create("http://127.0.0.1:1/v1"), Calls.KEY, Duration.ofSeconds(1));
        assertThat(provider.toString()).doesNotContain(Calls.KEY);
    }

    private static void assertPassing(ModelResult result) {
        CallFailure failure = (CallFailure) result;
        assertThat(failure.kind()).as(failure.toString()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure.toString()).doesNotContain(Calls.KEY);
        assertThat(failure.message()).isNotBlank();
    }
}
