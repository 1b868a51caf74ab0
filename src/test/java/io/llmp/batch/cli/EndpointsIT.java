package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.llm.WireServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose keys expire and whose endpoints go away, against real servers: each row is answered once, and none is skipped. */
@Timeout(300)
class EndpointsIT {

    private static final int ROWS = 300;

    @SessionDirectory
    private Path directory;

    /** Lets in one key at a time, and another after each hundred answers. */
    private final class Rotating {

        private static final String PREFIX = "ya29.SECRET0123456789-";

        private int generation;
        private int answered;
        private int refused;

        Rotating() {
            next();
        }

        private void next() {
            generation++;
            try {
                Path next = Files.writeString(directory.resolve("next"), PREFIX + generation);
                Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
                Files.move(next, directory.resolve("key"), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        synchronized void answer(WireServer.Wire wire) throws IOException {
            String sent = wire.request().headers().get("authorization");
            if (!("Bearer " + PREFIX + generation).equals(sent)) {
                refused++;
                wire.respond(401, "{\"error\":{\"message\":\"" + sent + " has expired\"}}");
                return;
            }
            wire.respond(200, Samples.COMPLETION);
            if (++answered % 100 == 0) {
                next();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"key-command=echo run >> ran; cat key", "key-file=key"})
    void aRunOutlivesItsKeys(String key) throws IOException {
        Rotating rotating = new Rotating();
        try (WireServer server = WireServer.start(rotating::answer)) {
            LlmpProcess.Result result =
                    llmp(Map.of()).run(run("base-url=" + server.baseUrl(), key, "concurrency=8", "model=m"));
            assertThat(result.exit()).as(result.err()).isZero();
            assertThat(result.out()).contains(ROWS + " answered, 0 reused, 0 skipped");
            assertThat(rotating.answered).as("each row once").isEqualTo(ROWS);
            assertThat(rotating.generation).isEqualTo(4);
            assertThat(result.out() + result.err()).doesNotContain(Rotating.PREFIX);
            assertThat(files("key"))
                    .allSatisfy(
                            file -> assertThat(text(file)).as(file.toString()).doesNotContain(Rotating.PREFIX));
            if (key.startsWith("key-command")) {
                assertThat(rotating.refused).isBetween(2, 2 * 8);
                assertThat(Files.readAllLines(directory.resolve("ran")))
                        .as("at the start, and once for each key")
                        .hasSizeBetween(3, 4);
            }
        }
    }

    @Test
    void aKeyCommandThatGivesNoKeyIsSaidBeforeAnythingIsSent() {
        AtomicInteger calls = new AtomicInteger();
        try (WireServer server = WireServer.start(wire -> calls.incrementAndGet())) {
            LlmpProcess.Result result = llmp(Map.of())
                    .run(run("base-url=" + server.baseUrl(), "key-command=echo Please log in >&2; exit 1", "model=m"));
            assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.INVALID);
            assertThat(result.err())
                    .contains("The key command of provider p failed with exit code 1: Please log in")
                    .doesNotContain("\tat ");
            assertThat(calls).hasValue(0);
        }
    }

    @Test
    void anEndpointThatDiesIsReplacedByTheNextAndTakesOverAgainWhenItIsBack() throws Exception {
        Map<String, String> latency = Map.of("latency", "40ms", "latency-sigma", "0");
        SimulatedProvider first = new SimulatedProvider(latency);
        int port = first.baseUrl().getPort();
        try (SimulatedProvider second = new SimulatedProvider(latency)) {
            CompletableFuture<LlmpProcess.Result> running = llmp(Map.of())
                    .start(run(
                            800,
                            "endpoints[0].base-url=" + first.baseUrl(),
                            "endpoints[1].base-url=" + second.baseUrl(),
                            "concurrency=8",
                            "model=m"));
            await(() -> first.count("requests") >= 40);
            assertThat(second.count("requests")).isZero();
            first.close();
            await(() -> second.count("requests") >= 40);
            try (SimulatedProvider back = new SimulatedProvider(latency, port)) {
                await(() -> back.count("requests") >= 40);
                LlmpProcess.Result result = running.get();
                assertThat(result.exit()).as(result.err()).isZero();
                assertThat(result.out()).contains("800 answered, 0 reused, 0 skipped");
            }
        }
    }

    @Test
    void theNextEndpointAnswersWhenAQuotaIsUsedUp() {
        try (SimulatedProvider first = new SimulatedProvider(Map.of("latency", "5ms", "quota-after", "100"));
                SimulatedProvider second = new SimulatedProvider(Map.of("latency", "5ms", "api-key", "second-key"))) {
            LlmpProcess.Result result = llmp(Map.of("SECOND_KEY", "second-key"))
                    .run(run(
                            "endpoints[0].base-url=" + first.baseUrl(),
                            "endpoints[1].base-url=" + second.baseUrl(),
                            "endpoints[1].key-variable=SECOND_KEY",
                            "concurrency=8",
                            "model=m"));
            assertThat(result.exit()).as(result.err()).isZero();
            assertThat(result.out()).contains(ROWS + " answered, 0 reused, 0 skipped");
            assertThat(second.count("requests")).isEqualTo(ROWS - 100);
        }
    }

    private LlmpSession llmp(Map<String, String> environment) {
        LlmpProcess llmp = new LlmpProcess(directory, environment);
        llmp.applyTemplate();
        return llmp.session();
    }

    private String[] run(String... settings) {
        return run(ROWS, settings);
    }

    private String[] run(int rows, String... settings) {
        Samples.tickets(directory, rows);
        List<String> more = new ArrayList<>(List.of("--provider", "p"));
        for (String setting : settings) {
            more.addAll(List.of("--set", "llmp.providers.p." + setting));
        }
        return Samples.run("out.csv", more.toArray(String[]::new));
    }

    private List<Path> files(String except) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals(except))
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }
}
