package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A provider that is gone in the middle of a run, for longer than a single row would be tried for. */
@Timeout(300)
class OutageIT {

    private static final Map<String, String> SETTINGS = Map.of("latency", "40ms", "latency-sigma", "0");
    /** Two delays of up to 20 and 40 ms: rows are given up long before the provider is back. */
    private static final List<String> IMPATIENT = List.of(
            "--set",
            "llmp.retry.max-attempts=3",
            "--set",
            "llmp.retry.first-delay=20ms",
            "--set",
            "llmp.retry.max-delay=100ms");

    private static final int ROWS = 400;

    @SessionDirectory
    private Path directory;

    @Test
    void endsTheRunWhenItLastsTooLongAndElseIsWaitedForAndNeverCostsARow() throws Exception {
        Samples.tickets(directory, ROWS);
        SimulatedProvider first = new SimulatedProvider(SETTINGS);
        int port = first.baseUrl().getPort();
        LlmpProcess llmp = llmp(first);
        llmp.applyTemplate();

        CompletableFuture<LlmpProcess.Result> ending =
                llmp.session().start(run("--set", "llmp.retry.max-outage=500ms"));
        await(() -> first.count("requests") >= 60);
        first.close();
        LlmpProcess.Result ended = ending.get();
        assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.FAILED);
        assertThat(ended.err())
                .contains("is unavailable: it has answered nothing for ")
                .contains("run the same command again: every answer so far is kept");
        assertThat(ended.out()).contains(" 0 skipped");

        SimulatedProvider second = new SimulatedProvider(SETTINGS, port);
        LlmpProcess.Running waiting = llmp.start(run());
        await(() -> second.count("requests") >= 60);
        second.close();
        await(() -> outages(waiting) >= 1);
        try (SimulatedProvider third = new SimulatedProvider(SETTINGS, port)) {
            LlmpProcess.Result result = waiting.await();
            assertThat(result.exit()).as(result.err()).isZero();
            assertThat(result.out())
                    .contains(ROWS + " of " + ROWS + " done: " + ROWS + " answered, 0 reused, 0 skipped");
            assertThat(third.count("requests"))
                    .as("only what was not answered before")
                    .isBetween(1L, ROWS - 60L);
        }
    }

    private LlmpProcess llmp(SimulatedProvider provider) {
        return new LlmpProcess(
                directory, Map.of("OPENAI_BASE_URL", provider.baseUrl().toString()));
    }

    private static String[] run(String... more) {
        Stream<String> common = Stream.of("--provider", "openai", "--model", "m", "--json-progress");
        return Samples.run(
                "out.csv",
                Stream.of(common, IMPATIENT.stream(), Stream.of(more))
                        .flatMap(each -> each)
                        .toArray(String[]::new));
    }

    /** Counts the seconds in which the run said that it waits for the provider. */
    private static long outages(LlmpProcess.Running running) throws Exception {
        return Files.readAllLines(running.err()).stream()
                .filter(line -> line.contains("\"waiting_for\":\"outage\""))
                .count();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }
}
