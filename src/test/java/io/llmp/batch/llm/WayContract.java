package io.llmp.batch.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of calls that do not get to their provider, for a certificate or a proxy. */
public abstract class WayContract extends ConnectionContract {

    private static @Nullable SelfSigned certificate;

    private final Map<String, @Nullable String> before = new HashMap<>();

    @BeforeAll
    static void certify(@TempDir Path directory) throws Exception {
        certificate = SelfSigned.in(directory);
    }

    private WireServer secure() throws Exception {
        assertThat(certificate).isNotNull();
        return WireServer.start(certificate.sockets(), wire -> wire.respond(200, answer()));
    }

    /** Sets a property of the JVM for one test. */
    private void set(String name, @Nullable String value) {
        before.putIfAbsent(name, System.getProperty(name));
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }

    @AfterEach
    void setBack() {
        new HashMap<>(before).forEach(this::set);
    }

    private void through(ConnectProxy proxy) {
        set("https.proxyHost", "127.0.0.1");
        set("https.proxyPort", Integer.toString(proxy.port()));
    }

    private CallFailure callFailing(URI address) {
        try (ModelClient client = connect(address)) {
            CallFailure failure = (CallFailure) client.call(request("hello"));
            assertThat(failure.toString()).doesNotContain(KEY);
            return failure;
        }
    }

    private static URI elsewhere() {
        return URI.create("https://" + SelfSigned.HOST + "/v1");
    }

    @Test
    void aCertificateThatNobodyVouchesForIsTheRunsFailureAndSeesNoKey() throws Exception {
        try (WireServer server = secure()) {
            CallFailure failure = callFailing(URI.create("https://127.0.0.1:" + server.port() + "/v1"));
            assertThat(failure.kind()).isEqualTo(FailureKind.BLOCKED);
            assertThat(failure.message()).contains("certificate is not trusted").contains("PKIX");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aConnectionThatBreaksBeforeItIsEncryptedIsAPassingFailure() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> gone = CompletableFuture.runAsync(() -> hangUp(listener));
            assertThat(callFailing(URI.create("https://127.0.0.1:" + listener.getLocalPort() + "/v1"))
                            .kind())
                    .isEqualTo(FailureKind.UNAVAILABLE);
            gone.join();
        }
    }

    private static void hangUp(ServerSocket listener) {
        try {
            listener.accept().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aProxyIsAskedForATunnelAndSeesNothingElse() throws Exception {
        try (WireServer server = secure();
                ConnectProxy proxy = new ConnectProxy(server.port(), "", 200)) {
            through(proxy);
            assertThat(callFailing(elsewhere()).message()).contains("PKIX");
            assertThat(proxy.requests()).hasSize(1);
            assertThat(proxy.requests().get(0).line()).isEqualTo("CONNECT " + SelfSigned.HOST + ":443 HTTP/1.1");
            assertThat(proxy.requests().toString()).doesNotContain(KEY);
        }
    }

    @Test
    void aProxyThatAsksForAUserIsToldTheOneOfTheJvm() throws Exception {
        try (WireServer server = secure();
                ConnectProxy proxy = new ConnectProxy(server.port(), "Basic dXNlcjpzZWNyZXQ=", 200)) {
            through(proxy);
            set("https.proxyUser", "user");
            set("https.proxyPassword", "secret");
            assertThat(callFailing(elsewhere()).message()).contains("PKIX");
            assertThat(proxy.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403, BLOCKED",
        "407, BLOCKED",
        "404, BLOCKED",
        "502, UNAVAILABLE",
        "503, UNAVAILABLE",
        "429, UNAVAILABLE"
    })
    void whatAProxySaysIsNotTakenForTheProvidersWords(int status, FailureKind kind) {
        try (ConnectProxy proxy = new ConnectProxy(1, status == 407 ? "never shown" : "", status)) {
            through(proxy);
            CallFailure failure = callFailing(elsewhere());
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.message()).isEqualTo("the proxy answers HTTP " + status);
        }
    }

    @Test
    void whatNeedsNoProxyIsNotSentThroughOne() throws Exception {
        try (WireServer server = secure();
                ConnectProxy proxy = new ConnectProxy(1, "", 502)) {
            through(proxy);
            assertThat(callFailing(URI.create("https://127.0.0.1:" + server.port() + "/v1"))
                            .message())
                    .as("this machine never does")
                    .contains("PKIX");
            set("http.nonProxyHosts", "*.test|other");
            assertThat(callFailing(elsewhere()).kind()).isEqualTo(FailureKind.UNREACHABLE);
            assertThat(proxy.requests()).isEmpty();
        }
    }

    @Test
    void aProxyThatIsNotThereIsAPassingFailure() {
        int closed;
        try (ConnectProxy proxy = new ConnectProxy(1, "", 200)) {
            closed = proxy.port();
        }
        set("https.proxyHost", "127.0.0.1");
        set("https.proxyPort", Integer.toString(closed));
        assertThat(callFailing(elsewhere()).kind()).isEqualTo(FailureKind.UNREACHABLE);
    }
}
