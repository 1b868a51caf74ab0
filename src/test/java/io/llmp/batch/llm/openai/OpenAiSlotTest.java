package io.llmp.batch.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.limit.CallLimits;
import io.llmp.batch.limit.LimitSettings;
import io.llmp.batch.llm.CallReport;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.RateLimitedCaller;
import io.llmp.batch.llm.RetryPolicy;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A slot is a promise to the provider: no more calls at once, also when some hang. */
@Timeout(60)
class OpenAiSlotTest {

    @Test
    void theSlotOfAHungCallIsUsedAgainOnlyWhenItsConnectionIsClosed() throws Exception {
        List<Socket> hung = new CopyOnWriteArrayList<>();
        List<Boolean> closed = new CopyOnWriteArrayList<>();
        try (WireServer server = WireServer.start(wire -> {
                    for (Socket earlier : hung) {
                        closed.add(isClosedByPeer(earlier));
                    }
                    if (wire.request().body().contains("hang")) {
                        hung.add(wire.socket());
                        // Its script returns, so that nobody else reads from the socket.
                        synchronized (hung) {
                            hung.wait(20_000);
                        }
                    } else {
                        wire.respond(200, Calls.ANSWER);
                    }
                });
                ModelClient client = Calls.connect(server.baseUrl(), Duration.ofSeconds(2));
                RateLimitedCaller caller = caller(client)) {
            CompletableFuture<CallReport> hangs = caller.call(Calls.request("hang"));
            CompletableFuture<CallReport> next = caller.call(Calls.request("next"));

            assertThat(hangs.get(20, TimeUnit.SECONDS)).isInstanceOf(CallReport.Made.class);
            CallReport.Made made = (CallReport.Made) next.get(20, TimeUnit.SECONDS);
            assertThat(made.result()).isInstanceOf(ModelReply.class);
            assertThat(closed)
                    .as("the hung connection, when the next call arrived")
                    .containsExactly(true);
        } finally {
            synchronized (hung) {
                hung.notifyAll();
            }
        }
    }

    private static RateLimitedCaller caller(ModelClient client) {
        return new RateLimitedCaller(
                client,
                new CallLimits(new LimitSettings(1, null, null), System.nanoTime()),
                new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(30)),
                System::nanoTime,
                new Random(1));
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
}
