package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that are stopped, complete, or changed, and begun again: nothing is lost and nothing is paid twice. Deaths are in {@link CrashIT}. */
@Timeout(300)
class RestartIT {

    private static final int SLOTS = 8;

    @SessionDirectory
    Path directory;

    private SimulatedProvider provider;
    private LlmpProcess llmp;

    @BeforeEach
    void open() {
        provider = new SimulatedProvider(Map.of("latency", "20ms", "latency-sigma", "0.5"));
        llmp = new LlmpProcess(directory, Map.of());
        llmp.applyTemplate();
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void aSignalLetsWhatIsInFlightEndAndTheSameCommandGoesOn() throws Exception {
        int rows = 1_000;
        Samples.tickets(directory, rows);
        LlmpProcess.Running running = llmp.start(run());
        awaitAnswers(100);
        running.process().destroy();
        LlmpProcess.Result stopped = running.await();

        assertThat(stopped.exit()).as(stopped.err()).isEqualTo(ExitCode.STOPPED);
        assertThat(stopped.out()).contains("stopped");
        assertThat(directory.resolve("out.csv")).doesNotExist();
        LlmpProcess.Result last = llmp.session().run(run());
        assertThat(last.exit()).as(last.err()).isZero();
        assertThat(provider.count("answered")).as("no call was paid twice").isEqualTo(rows);
        assertEveryRowOnceAndInOrder(rows);
    }

    @Test
    void aCompleteRunIsNotRunAgainAndItsLostOutputIsWrittenAgain() throws Exception {
        Samples.tickets(directory, 20);
        LlmpSession session = llmp.session();
        assertThat(session.run(run()).exit()).isZero();
        Files.delete(directory.resolve("out.csv"));
        LlmpProcess.Result again = session.run(run());

        assertThat(again.exit()).isZero();
        assertThat(again.out()).contains("already complete");

        assertThat(provider.count("answered")).isEqualTo(20);
        assertEveryRowOnceAndInOrder(20);
    }

    @Test
    void anInputThatChangedIsANewRunAndReplacesOurOwnOutput() throws Exception {
        Samples.tickets(directory, 20);
        LlmpSession session = llmp.session();
        assertThat(session.run(run()).exit()).isZero();
        Samples.tickets(directory, 25);
        LlmpProcess.Result second = session.run(run());

        assertThat(second.exit()).as(second.err()).isZero();

        assertEveryRowOnceAndInOrder(25);
    }

    private String[] run() {
        return Samples.run(provider, SLOTS, "out.csv");
    }

    private void assertEveryRowOnceAndInOrder(int rows) throws IOException {
        List<String> keys = Files.readAllLines(directory.resolve("out.csv")).stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(',')))
                .toList();
        assertThat(keys)
                .isEqualTo(IntStream.range(0, rows).mapToObj(i -> "t" + i).toList());
    }

    private void awaitAnswers(long count) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> provider.count("answered") >= count);
    }
}
