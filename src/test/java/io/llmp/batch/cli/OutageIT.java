package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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

    @TempDir
    private Path directory;

    @Test
    void isWaitedForAndCostsNoRow() throws Exception {
        Samples.template(directory);
        Samples.tickets(directory, 400);
        SimulatedProvider before = new SimulatedProvider(SETTINGS);
        int port = before.baseUrl().getPort();
        LlmpProcess llmp = llmp(before);
        assertThat(llmp.run("job", "apply", "teams.yaml").exit()).isZero();

        LlmpProcess.Running running = llmp.start(run());
        await(() -> before.count("requests") >= 60);
        before.close();
        await(() -> outages(running) >= 2);
        try (SimulatedProvider after = new SimulatedProvider(SETTINGS, port)) {
            LlmpProcess.Result result = running.await();
            assertThat(result.exit()).as(result.err()).isZero();
            assertThat(result.out()).contains("400 of 400 done: 400 answered, 0 reused, 0 skipped");
            assertThat(after.count("requests")).isGreaterThan(300);
        }
    }

    @Test
    void thatLastsTooLongEndsTheRunWhichGoesOnLater() throws Exception {
        Samples.template(directory);
        Samples.tickets(directory, 400);
        SimulatedProvider before = new SimulatedProvider(SETTINGS);
        int port = before.baseUrl().getPort();
        LlmpProcess llmp = llmp(before);
        assertThat(llmp.run("job", "apply", "teams.yaml").exit()).isZero();

        LlmpProcess.Running running = llmp.start(run("--set", "llmp.retry.max-outage=1s"));
        await(() -> before.count("requests") >= 60);
        before.close();
        LlmpProcess.Result result = running.await();
        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err())
                .contains("is unavailable: it has answered nothing for 1 s")
                .contains("run the same command again: every answer so far is kept");
        assertThat(result.out()).contains(" 0 skipped");

        try (SimulatedProvider after = new SimulatedProvider(SETTINGS, port)) {
            LlmpProcess.Result again = llmp.run(run());
            assertThat(again.exit()).as(again.err()).isZero();
            assertThat(again.out()).contains("400 of 400 done: 400 answered");
            assertThat(after.count("requests"))
                    .as("only what was not answered before")
                    .isBetween(1L, 360L);
        }
    }

    private LlmpProcess llmp(SimulatedProvider provider) {
        return new LlmpProcess(
                directory, Map.of("OPENAI_BASE_URL", provider.baseUrl().toString()));
    }

    private static String[] run(String... more) {
        List<String> common = List.of(
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
                "--json-progress");
        return Stream.of(common.stream(), IMPATIENT.stream(), Stream.of(more))
                .flatMap(each -> each)
                .toArray(String[]::new);
    }

    /** Counts the seconds in which the run said that it waits for the provider. */
    private static long outages(LlmpProcess.Running running) throws Exception {
        return Files.readAllLines(running.err()).stream()
                .filter(line -> line.contains("\"waiting_for\":\"outage\""))
                .count();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
    }
}
