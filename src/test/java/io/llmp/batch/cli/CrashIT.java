package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Processes that die at any point of a run: nothing is lost, nothing is paid twice, and nothing has to be mended. */
@Timeout(300)
class CrashIT {

    private static final int SLOTS = 16;

    /** Calls a death may waste: those in flight, and answers of the one group whose commit was under way. */
    private static final long WASTE = 2 * SLOTS;

    @TempDir
    Path directory;

    private SimulatedProvider provider;
    private LlmpProcess llmp;

    @BeforeEach
    void open() {
        provider = new SimulatedProvider(Map.of("latency", "15ms", "latency-sigma", "0.8"));
        llmp = new LlmpProcess(directory, Map.of());
        Samples.template(directory);
        assertThat(llmp.run("job", "apply", "teams.yaml").exit()).isZero();
    }

    @AfterEach
    void close() {
        provider.close();
    }

    /** One for each place where something of a run becomes durable, is sent, or is put in place. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RunStore.begin:after:1",
                "RunStore.counted:before:1",
                "JobRecordStore.finished:before:3",
                "ModelClient.call:before:40",
                "ModelClient.call:after:40",
                "JobRecordStore.save:before:20",
                "JobRecordStore.save:after:20",
                "JobRepository.update:before:30",
                "JobRepository.updateExecutionContext:after:20",
                "JobRecordStore.inInputOrder:before:1",
                "RunStore.exported:before:1",
                "RunStore.end:before:1",
                "RunStore.end:after:1",
                "StoreDatabase.close:before:1"
            })
    void aProcessThatDiesHereIsGoneOnWithByTheSameCommand(String point) throws Exception {
        int rows = 400;
        Samples.tickets(directory, rows);
        LlmpProcess.Result died =
                llmp.start(Map.of("llmp.test.die-at", point), run("out.csv")).await();
        assertThat(died.exit()).as(died.err()).isEqualTo(137);
        LlmpProcess.Result last = llmp.run(run("out.csv"));
        assertThat(last.exit()).as(last.err()).isZero();
        assertThat(provider.count("answered")).isBetween((long) rows, rows + WASTE);
        assertLikeAnUndisturbedRun(rows);
    }

    @Test
    void aRunThatIsKilledAgainAndAgainPaysForLittleMoreThanItsRows() throws Exception {
        int rows = 3000;
        int kills = 8;
        Samples.tickets(directory, rows);
        Random random = new Random(7);
        for (int kill = 0; kill < kills; kill++) {
            LlmpProcess.Running running = llmp.start(run("out.csv"));
            long answers = provider.count("answered") + random.nextInt(300);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> provider.count("answered") > answers);
            running.process().destroyForcibly().waitFor();
        }
        LlmpProcess.Result last = llmp.run(run("out.csv"));
        assertThat(last.exit()).as(last.err()).isZero();
        assertThat(last.err()).contains("may have been paid without an answer kept");
        assertThat(provider.count("answered")).isBetween((long) rows, rows + kills * WASTE);
        assertLikeAnUndisturbedRun(rows);
    }

    private void assertLikeAnUndisturbedRun(int rows) throws IOException {
        assertTotalsAreTheSumsOfTheRecords(rows);
        assertThat(llmp.run(run("calm.csv", "--no-reuse")).exit()).isZero();
        assertThat(directory.resolve("out.csv"))
                .hasSameTextualContentAs(directory.resolve("calm.csv"))
                .content()
                .hasLineCount(rows + 1);
        try (var files = Files.list(directory)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("out.csv")))
                    .as("nothing half-written is left")
                    .hasSize(1);
        }
    }

    private void assertTotalsAreTheSumsOfTheRecords(int rows) {
        JsonNode run = json(llmp.run("status", "last", "--json")).get(0);
        JsonNode records = json(llmp.run("records", "last", "--json"));
        assertThat(records).hasSize(rows);
        assertThat(records.valueStream().map(record -> record.get("item_index").asLong()))
                .doesNotHaveDuplicates();
        for (String total : new String[] {"attempts", "prompt_tokens", "completion_tokens", "cost_usd"}) {
            BigDecimal sum = records.valueStream()
                    .map(record -> record.get(total).decimalValue())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(run.get(total).decimalValue()).as(total).isEqualByComparingTo(sum);
        }
        assertThat(run.get("status").asString()).isEqualTo("COMPLETED");
        assertThat(run.get("succeeded").asInt() + run.get("reused").asInt()).isEqualTo(rows);
    }

    private static JsonNode json(LlmpProcess.Result result) {
        return JsonMapper.shared().readTree(result.out());
    }

    private String[] run(String output, String... more) {
        List<String> command = new ArrayList<>(List.of("run", "teams", "--input", "tickets.csv", "--output", output));
        command.addAll(List.of(
                "--provider", "simulator", "--base-url", provider.baseUrl().toString()));
        command.addAll(List.of("--concurrency", Integer.toString(SLOTS)));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }
}
