package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.llmp.batch.cli.terminal.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is shown of a request, against what a run sends. */
@Timeout(300)
class JobRenderIT {

    private static final String ANSWER = """
            {"id": "1", "model": "m", "choices": [{"index": 0, "finish_reason": "stop",
             "message": {"role": "assistant", "content": "{\\"team\\": \\"bug\\", \\"urgency\\": 1}"}}],
             "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}
            """;

    @SessionDirectory
    Path directory;

    private LlmpSession llmp;

    @BeforeEach
    void open() {
        llmp = new LlmpProcess(directory, Map.of()).session();
    }

    @Test
    void theBodyShownIsTheBodySentToTheLastByte() throws IOException {
        Samples.write(
                directory.resolve("teams.yaml"),
                Samples.TEMPLATE.replace("minimum: 1", "minimum: 0.50")
                        + "model: {name: m, temperature: 0.10, topP: 0.3, seed: 9223372036854775807}\n"
                        + "examples: [{input: {subject: 'Grüße 😀'}, output: {urgency: 1, team: bug}}]\n");
        Samples.tickets(directory, 2);
        assertThat(llmp.run("job", "apply", "teams.yaml").exit()).isZero();
        String sent = sent();

        LlmpProcess.Result shown = llmp.run(
                "job", "render", "teams", "--input", "tickets.csv", "--row", "0", "--provider", "openai", "--json");

        assertThat(shown.exit()).as(shown.err()).isZero();
        assertThat(shown.out()).isEqualTo(sent + "\n").contains("Ticket 0, about \\\"invoices\\\"");
        LlmpProcess.Result again = llmp.run(
                "job", "render", "teams", "--input", "run:last", "--row", "0", "--provider", "openai", "--json");
        assertThat(again.out()).as("the same row of the run" + again.err()).isEqualTo(sent + "\n");
    }

    @Test
    void withoutAKeyTheRequestIsShownWithWhatItWouldCost() {
        Samples.write(
                directory.resolve("teams.yaml"),
                Samples.TEMPLATE + "model: {provider: openai, name: gpt-5-mini, maxOutputTokens: 200}\n");
        Samples.tickets(directory, 2);
        llmp.run("job", "apply", "teams.yaml");

        LlmpProcess.Result shown = llmp.run("job", "render", "teams", "--input", "tickets.csv", "--row", "1");

        assertThat(shown.exit()).as(shown.err()).isZero();
        assertThat(shown.out())
                .contains("teams@1, digest ")
                .contains("openai, protocol openai")
                .contains("gpt-5-mini")
                .contains("max_completion_tokens: 200\n")
                .contains("tokens (an estimate: ")
                .contains("at most $0.000400 for an answer of 200 tokens")
                .contains("cache        not primed: the template has no 'cache: prime'")
                .contains("\nresponse_format: {\"type\":\"json_schema\"")
                .contains("--- system\nWhich team")
                .endsWith("--- user\nSubject: Ticket 1, about \"invoices\"\n");
        assertThat(llmp.run("job", "render", "teams", "--input", "tickets.csv", "--row", "1", "--model", "other")
                        .out())
                .contains("unknown: llmp.prices.other is not configured");
    }

    @Test
    void ofARowThatARunWouldSkipTheReasonIsSaid() {
        Samples.template(directory);
        Samples.write(directory.resolve("tickets.csv"), "id,subject\n1,a,b\n");
        llmp.run("job", "apply", "teams.yaml");

        LlmpProcess.Result shown =
                llmp.run("job", "render", "teams", "--input", "tickets.csv", "--row", "0", "--provider", "simulator");

        assertThat(shown.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(shown.err()).contains("has 3 fields").contains("A run would skip it as MALFORMED_ROW.");
    }

    /** Runs the first row against a server of its own and returns what came. */
    private String sent() throws IOException {
        List<String> bodies = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
            LlmpProcess.Result run = llmp.run(
                    "run",
                    "teams",
                    "--input",
                    "tickets.csv",
                    "--output",
                    "out.csv",
                    "--limit",
                    "1",
                    "--provider",
                    "openai",
                    "--set",
                    "llmp.providers.openai.shows-schema=true",
                    "--base-url",
                    address);
            assertThat(run.exit()).as(run.err()).isZero();
        } finally {
            server.stop(0);
        }
        assertThat(bodies).hasSize(1);
        return bodies.get(0);
    }
}
