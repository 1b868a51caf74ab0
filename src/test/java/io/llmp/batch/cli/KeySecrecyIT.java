package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.llm.WireServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key is nowhere in what a run leaves behind, whatever the provider does with it and however much is logged. */
@Timeout(300)
class KeySecrecyIT {

    private static final String KEY = "sk-live-9f8e7d6c5b4a39281706SECRET";

    @SessionDirectory
    Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource({"openai, OPENAI_API_KEY", "anthropic, ANTHROPIC_API_KEY"})
    void aFailingRunLeavesTheKeyNowhere(String provider, String variable) {
        AtomicInteger calls = new AtomicInteger();
        try (WireServer server = WireServer.start(wire -> {
            String sent = String.valueOf(wire.request().headers());
            String echo = "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"You sent "
                    + sent.replace("\"", "'") + "\"}}";
            wire.respond(calls.incrementAndGet() <= 3 ? 400 : 401, echo, "x-request-id: " + KEY.hashCode());
        })) {
            LlmpProcess llmp = new LlmpProcess(
                    directory,
                    // The program's own logging, not that of the tests, with everything said.
                    Map.of(
                            variable,
                            KEY,
                            "LOGGING_CONFIG",
                            "classpath:io/llmp/batch/cli/logback.xml",
                            "LOGGING_LEVEL_ROOT",
                            "debug"));
            llmp.applyTemplate();
            Samples.tickets(directory, 30);
            List<String> asked = List.of(
                    "--provider", provider, "--base-url", server.baseUrl().toString(), "--model", "m");
            List<LlmpProcess.Result> results = new ArrayList<>();
            LlmpSession session = llmp.session();
            results.add(session.run(with(asked, "run teams --input tickets.csv --output out.csv --max-skips 100%")));
            results.add(session.run("records", "last", "--json"));
            results.add(session.run(with(asked, "job test teams")));

            assertThat(results.get(0).exit()).isEqualTo(ExitCode.FAILED);
            assertThat(server.requests())
                    .isNotEmpty()
                    .allSatisfy(
                            request -> assertThat(request.headers().toString()).contains(KEY));
            assertThat(results.get(1).out()).contains("[key]");
            assertThat(results)
                    .allSatisfy(
                            result -> assertThat(result.out() + result.err()).doesNotContain(KEY));
            assertThat(files())
                    .isNotEmpty()
                    .allSatisfy(
                            file -> assertThat(read(file)).as(file.toString()).doesNotContain(KEY));
        }
    }

    private static String[] with(List<String> options, String command) {
        return Stream.concat(Stream.of(command.split(" ")), options.stream()).toArray(String[]::new);
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the bytes are: the database's files are no text. */
    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
