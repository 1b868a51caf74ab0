package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Runs whose files cannot grow any more. */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class FullDiskIT {

    private static final int SLOTS = 16;
    private static final int ROWS = 1_500;

    @SessionDirectory
    Path directory;

    private SimulatedProvider provider;
    private LlmpProcess llmp;

    @BeforeEach
    void open() {
        provider = new SimulatedProvider(Map.of("latency", "20ms"));
        llmp = new LlmpProcess(directory, Map.of());
        Samples.tickets(directory, ROWS);
        llmp.applyTemplate();
    }

    @AfterEach
    void close() {
        provider.close();
    }

    /** HSQLDB lets commits succeed that it cannot write; nobody is to be paid for what they would lose. */
    @Test
    void aDatabaseThatCannotBeWrittenEndsTheRunAtOnceAndNothingIsLost() throws Exception {
        LlmpProcess.Running running = llmp.start(run());
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> provider.count("answered") >= 300);
        limitFiles(running.process(), Files.size(llmp.home().resolve("store/llmp.log")));
        LlmpProcess.Result full = running.await();
        long paid = provider.count("answered");

        assertThat(full.exit()).as(full.err()).isEqualTo(ExitCode.FAILED);
        assertThat(full.err())
                .contains("Answers cannot be stored", "disk full?")
                .doesNotContain("unexpected");
        assertThat(paid).as("answers after the first that was not kept").isLessThan(ROWS / 2);

        LlmpProcess.Result last = llmp.session().run(run());
        assertThat(last.exit()).as(last.err()).isZero();
        assertThat(last.out()).contains("rows       1,500 of 1,500 done: 1,500 answered");
        assertThat(Files.readAllLines(directory.resolve("out.csv"))).hasSize(ROWS + 1);
        assertThat(provider.count("answered")).isBetween((long) ROWS, ROWS + 3L * SLOTS);
    }

    /** No file of the process may grow beyond so many bytes: writing more fails, as it does on a full disk. */
    private static void limitFiles(Process process, long bytes) throws Exception {
        Process limiting = new ProcessBuilder(
                        "prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + bytes + ":" + bytes)
                .inheritIO()
                .start();
        assertThat(limiting.waitFor()).isZero();
    }

    private String[] run() {
        return Samples.run(provider, SLOTS, "out.csv");
    }
}
