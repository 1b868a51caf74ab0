package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.llm.ConnectProxy;
import io.llmp.batch.llm.SelfSigned;
import io.llmp.batch.llm.WireServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A provider behind a certificate authority and a proxy of a company's own, reached by the usual settings of the JVM. */
@Timeout(300)
class SecureProviderIT {

    private static final int ROWS = 20;
    private static final String ANSWER = """
            {"choices": [{"message": {"content": "{\\"team\\":\\"bug\\",\\"urgency\\":3}"}, "finish_reason": "stop"}],
             "usage": {"prompt_tokens": 5, "completion_tokens": 5}}
            """;

    @SessionDirectory
    Path directory;

    @Test
    void isReachedOnceTheJvmKnowsAuthorityAndProxy() throws Exception {
        SelfSigned certificate = SelfSigned.in(directory);
        LlmpProcess llmp = llmp(Map.of());
        Samples.tickets(directory, ROWS);
        llmp.applyTemplate();

        try (WireServer server = WireServer.start(certificate.sockets(), wire -> wire.respond(200, ANSWER));
                ConnectProxy proxy = new ConnectProxy(server.port(), "", 200)) {
            String direct = "https://127.0.0.1:" + server.port() + "/v1";
            assertRefused(llmp.session().run(run(direct)));
            Map<String, String> mistyped = Map.of("javax.net.ssl.trustStore", directory + "/nothing.p12");
            assertRefused(llmp(mistyped).run(run(direct)));
            assertThat(server.requests()).isEmpty();

            Map<String, String> settings = Map.of(
                    "javax.net.ssl.trustStore",
                    certificate.trustStore().toString(),
                    "javax.net.ssl.trustStorePassword",
                    SelfSigned.PASSWORD,
                    "https.proxyHost",
                    "127.0.0.1",
                    "https.proxyPort",
                    Integer.toString(proxy.port()));
            LlmpProcess.Result reached = llmp(settings).run(run("https://" + SelfSigned.HOST + "/v1"));
            assertThat(reached.exit()).as(reached.err()).isZero();
            assertThat(Files.readAllLines(directory.resolve("out.csv"))).hasSize(ROWS + 1);
            assertThat(server.requests()).hasSize(ROWS);
            assertThat(proxy.requests())
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request.line()).startsWith("CONNECT "));
        }
    }

    /** @param properties what Java is told */
    private LlmpProcess llmp(Map<String, String> properties) {
        String options = properties.entrySet().stream()
                .map(property -> "-D" + property.getKey() + "=" + property.getValue())
                .collect(Collectors.joining(" "));
        // What others read about proxies is not read.
        return new LlmpProcess(
                directory,
                Map.of("OPENAI_API_KEY", "k", "HTTPS_PROXY", "http://127.0.0.1:1", "LLMP_JAVA_OPTS", options));
    }

    /** At once, not after a quarter of an hour of retries, and with what to do. */
    private static void assertRefused(LlmpProcess.Result result) {
        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err())
                .contains("cannot be reached: its certificate is not trusted")
                .contains("LLMP_JAVA_OPTS")
                .contains("docs/providers.md");
    }

    private static String[] run(String address) {
        return new String[] {
            "run",
            "teams",
            "--input",
            "tickets.csv",
            "--output",
            "out.csv",
            "--provider",
            "openai",
            "--model",
            "m",
            "--base-url",
            address
        };
    }
}
