package io.llmp.batch.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of calls whose connection breaks. */
@Timeout(300)
public abstract class ConnectionContract extends WireCalls {

    @Test
    void nobodyListeningIsAPassingFailure() {
        URI nobody;
        try (WireServer server = WireServer.start(wire -> {})) {
            nobody = server.baseUrl();
        }
        try (ModelClient client = connect(nobody)) {
            assertFailed(client.call(request("hello")), FailureKind.UNREACHABLE);
        }
    }

    @Test
    void aHostWithoutAnAddressIsAPassingFailure() {
        try (ModelClient client = connect(URI.create("http://no-such-host.invalid/v1"))) {
            assertFailed(client.call(request("hello")), FailureKind.UNREACHABLE);
        }
    }

    @Test
    void aResetConnectionIsAPassingFailure() {
        assertPassing(call(wire -> {
            wire.socket().setSoLinger(true, 0);
            wire.socket().close();
        }));
    }

    @Test
    void aConnectionClosedWithoutAnAnswerIsAPassingFailure() {
        assertPassing(call(wire -> wire.socket().close()));
    }

    @Test
    void aBodyCutOffInTheMiddleIsAPassingFailure() {
        assertPassing(call(wire -> {
            wire.head(200, answer().length() + 100);
            wire.send(answer());
            wire.socket().close();
        }));
    }

    @Test
    void aChunkedBodyCutOffInTheMiddleIsAPassingFailure() {
        assertPassing(call(wire -> {
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            wire.send(Integer.toHexString(answer().length()) + "\r\n" + answer() + "\r\n");
            wire.socket().close();
        }));
    }

    @Test
    void somethingThatDoesNotSpeakHttpIsAPassingFailure() {
        assertPassing(call(wire -> {
            wire.send("220 mail.example.com ESMTP ready\r\n".repeat(200));
            wire.socket().close();
        }));
    }

    @Test
    void aKeptConnectionThatTheServerClosedCostsAtMostAPassingFailure() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (WireServer server = WireServer.start(wire -> {
                    wire.respond(200, answer());
                    if (closed.getCount() > 0) {
                        wire.socket().close();
                        closed.countDown();
                    }
                });
                ModelClient client = connect(server.baseUrl())) {
            assertThat(client.call(request("first"))).isInstanceOf(ModelReply.class);
            assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
            ModelResult second = client.call(request("second"));
            if (second instanceof CallFailure) {
                assertPassing(second);
            }
            assertThat(client.call(request("third"))).isInstanceOf(ModelReply.class);
        }
    }

    @Test
    void callsOneAfterTheOtherShareAConnection() {
        try (WireServer server = WireServer.start(wire -> wire.respond(200, answer()));
                ModelClient client = connect(server.baseUrl())) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.call(request("q" + i))).isInstanceOf(ModelReply.class);
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void closeEndsCallsInFlightAndThoseThatComeLate() throws Exception {
        CountDownLatch arrived = new CountDownLatch(3);
        try (WireServer server = WireServer.start(wire -> arrived.countDown())) {
            ModelClient client = connect(server.baseUrl(), Duration.ofMinutes(5));
            List<CompletableFuture<ModelResult>> calls = List.of("a", "b", "c").stream()
                    .map(name -> CompletableFuture.supplyAsync(
                            () -> client.call(request(name)), task -> new Thread(task).start()))
                    .toList();
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
            client.close();
            for (CompletableFuture<ModelResult> call : calls) {
                assertPassing(call.get(10, TimeUnit.SECONDS));
            }
            assertPassing(client.call(request("late")));
        }
    }

    @Test
    void theKeyStaysOutOfTheProvidersWords() {
        Provider provider = provider(URI.create("http://127.0.0.1:1/v1"), KEY, Duration.ofSeconds(1));
        assertThat(provider.toString()).doesNotContain(KEY);
    }

    private static void assertPassing(ModelResult result) {
        assertFailed(result, FailureKind.UNAVAILABLE);
    }

    private static void assertFailed(ModelResult result, FailureKind kind) {
        CallFailure failure = (CallFailure) result;
        assertThat(failure.kind()).as(failure.toString()).isEqualTo(kind);
        assertThat(failure.toString()).doesNotContain(KEY);
        assertThat(failure.message()).isNotBlank();
    }
}
