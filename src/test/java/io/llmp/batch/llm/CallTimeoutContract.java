package io.llmp.batch.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.dispatch.CallResult;
import io.llmp.batch.dispatch.Lane;
import io.llmp.batch.dispatch.RetryPolicies;
import io.llmp.batch.dispatch.RetryPolicy;
import io.llmp.batch.dispatch.SingleLane;
import io.llmp.batch.limit.LimitSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bound on a whole call. The tests' own time limit is what fails them when a call does not end. */
@Timeout(300)
public abstract class CallTimeoutContract extends WayContract {

    private static final Duration SHORT = Duration.ofMillis(300);

    @RepeatedTest(3)
    void aServerThatHangsTimesOut() {
        assertTimedOut(call(wire -> {}, SHORT));
    }

    @Test
    void aServerThatHangsAfterTheHeadTimesOut() {
        assertTimedOut(call(wire -> wire.head(200, 1000), SHORT));
    }

    @Test
    void aBodyThatTricklesInTimesOutAsAWhole() {
        assertTimedOut(call(
                wire -> {
                    wire.head(200, 1_000_000);
                    trickle(wire, " ");
                },
                SHORT));
    }

    @Test
    void headersThatTrickleInTimeOutAsAWhole() {
        assertTimedOut(call(
                wire -> {
                    wire.send("HTTP/1.1 200 OK\r\n");
                    trickle(wire, "X-Filler: 1\r\n");
                },
                SHORT));
    }

    @Test
    void aHostThatDoesNotTakeTheConnectionTimesOut() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                waiting.add(socket);
                try {
                    socket.connect(full.getLocalSocketAddress(), 200);
                } catch (SocketTimeoutException e) {
                    break;
                }
            }
            URI address = URI.create("http://127.0.0.1:" + full.getLocalPort() + "/v1");
            try (ModelClient client = connect(address, SHORT)) {
                assertTimedOut(client.call(request("hello")));
            }
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void aTimedOutCallTakesNoConnectionFromTheNext() {
        CountDownLatch first = new CountDownLatch(1);
        try (WireServer server = WireServer.start(wire -> {
                    if (first.getCount() > 0) {
                        first.countDown();
                    } else {
                        wire.respond(200, answer());
                    }
                });
                ModelClient client = connect(server.baseUrl(), Duration.ofSeconds(1))) {
            assertTimedOut(client.call(request("first")));
            assertThat(client.call(request("second"))).isInstanceOf(ModelReply.class);
        }
    }

    /** A slot is a promise to the provider: no more calls at once, also when some hang. */
    @Test
    void theSlotOfAHungCallIsUsedAgainOnlyWhenItsConnectionIsClosed() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        List<Socket> hung = new CopyOnWriteArrayList<>();
        List<Boolean> closed = new CopyOnWriteArrayList<>();
        RetryPolicy once = RetryPolicies.of(1, SHORT, SHORT, Duration.ofSeconds(30));
        LimitSettings oneSlot = new LimitSettings(1, null, null);
        try (WireServer server = WireServer.start(wire -> {
                    if (hung.isEmpty()) {
                        hung.add(wire.socket());
                        // Meanwhile nobody else reads from the socket.
                        end.await();
                    }
                    closed.add(isClosedByPeer(hung.get(0)));
                    wire.respond(200, answer());
                });
                ModelClient client = connect(server.baseUrl(), Duration.ofSeconds(2));
                Lane lane = SingleLane.open(client, oneSlot, once)) {
            CompletableFuture<CallResult> first = lane.call(request("first"));
            CompletableFuture<CallResult> second = lane.call(request("second"));

            assertTimedOut(((CallResult.Made) first.get(20, TimeUnit.SECONDS)).result());
            assertThat(((CallResult.Made) second.get(20, TimeUnit.SECONDS)).result())
                    .isInstanceOf(ModelReply.class);
            assertThat(closed)
                    .as("the hung connection, when the second call arrived")
                    .containsExactly(true);
        } finally {
            end.countDown();
        }
    }

    /** Looks without waiting: what was sent before the next call arrived is here before it, on the loopback. */
    private static boolean isClosedByPeer(Socket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {100_000_000, Long.MAX_VALUE / 2})
    void anEndlessBodyIsGivenUpAtItsBoundRatherThanReadUntilTheTimeout(long length) {
        byte[] filler = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        long start = System.nanoTime();
        ModelResult result = call(
                wire -> {
                    wire.head(200, length);
                    while (!wire.socket().isClosed()) {
                        wire.out().write(filler);
                    }
                },
                Duration.ofSeconds(25));
        assertThat(result).isInstanceOfSatisfying(CallFailure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE);
            assertThat(failure.message()).contains("longer than");
        });
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    private static void trickle(WireServer.Wire wire, String piece) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        while (!wire.socket().isClosed() && !never.await(20, TimeUnit.MILLISECONDS)) {
            wire.send(piece);
        }
    }

    private static void assertTimedOut(ModelResult result) {
        assertThat(result).isInstanceOfSatisfying(CallFailure.class, failure -> {
            assertThat(failure.kind()).as(failure.toString()).isEqualTo(FailureKind.TIMED_OUT);
            assertThat(failure.toString()).doesNotContain(KEY);
        });
    }
}
