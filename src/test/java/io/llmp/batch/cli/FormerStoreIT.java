package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.llmp.batch.cli.terminal.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A store that was made when requests still held the whole schema in their messages: {@link Samples#TEMPLATE}, and a run over
 * {@value #ROWS} of {@link Samples#tickets} that was stopped after {@value #ANSWERED} answers of the simulator.
 */
@Timeout(300)
class FormerStoreIT {

    private static final String RUN = "739a4cbb17";
    private static final int ROWS = 60;
    private static final int ANSWERED = 22;

    /** What the run had counted, as its row in the store says. */
    private static final Map<String, Long> COUNTED = Map.of(
            "items", 60L,
            "succeeded", 22L,
            "reused", 0L,
            "skipped", 0L,
            "attempts", 22L,
            "prompt_tokens", 2_222L,
            "cached_tokens", 0L,
            "completion_tokens", 176L,
            "cost_usd", 0L,
            "unpriced", 0L);

    private static final List<String> SUMS = List.of("attempts", "prompt_tokens", "cached_tokens", "completion_tokens");

    /** The run's directory, wherever this test has it. */
    private static final Path HERE = Path.of("/proc/self/cwd");

    @SessionDirectory
    private Path directory;

    @BeforeEach
    void unpack() throws IOException {
        assumeThat(HERE).as("the stored run's paths need Linux").exists();
        Samples.tickets(directory, ROWS);
        try (InputStream packed = FormerStoreIT.class.getResourceAsStream("/store-with-a-stopped-run.zip");
                ZipInputStream files = new ZipInputStream(packed)) {
            for (ZipEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
                Path file = directory.resolve("home").resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(files, file);
            }
        }
    }

    @Test
    void itsRunIsContinuedAndItsAnswersAreReused() throws IOException {
        try (SimulatedProvider provider = new SimulatedProvider(Map.of("latency", "1ms"))) {
            LlmpSession llmp = new LlmpProcess(directory, Map.of()).session();
            JsonNode before = json(llmp, "status", RUN, "--json").get(0);
            COUNTED.forEach((count, number) ->
                    assertThat(before.get(count).asLong()).as(count).isEqualTo(number));

            assertThat(before.get("prices")).as("not kept then").isEmpty();

            LlmpProcess.Result other = llmp.run(run(provider, "other.csv"));
            assertThat(other.exit()).as(other.err()).isZero();
            assertThat(other.out()).contains((ROWS - ANSWERED) + " answered, " + ANSWERED + " reused, 0 skipped");
            assertThat(provider.count("requests")).isEqualTo(ROWS - ANSWERED);

            LlmpProcess.Result same = llmp.run(run(provider, "out.csv"));
            assertThat(same.exit()).as(same.err()).isZero();
            assertThat(same.out()).contains(RUN, "60 of 60 done", "0 skipped");
            assertThat(provider.count("requests"))
                    .as("what the other run paid for")
                    .isEqualTo(ROWS - ANSWERED);
            assertThat(Files.readAllLines(directory.resolve("out.csv"))).hasSize(ROWS + 1);
            assertCountsAreTheSumsOfTheRecords(llmp);
        }
    }

    private static void assertCountsAreTheSumsOfTheRecords(LlmpSession llmp) {
        JsonNode run = json(llmp, "status", RUN, "--json").get(0);
        JsonNode records = json(llmp, "records", RUN, "--limit", Integer.toString(ROWS), "--json");
        assertThat(records).hasSize(ROWS);
        assertThat(run.get("succeeded").asLong() + run.get("reused").asLong()).isEqualTo(ROWS);
        for (String sum : SUMS) {
            assertThat(run.get(sum).asLong())
                    .as(sum)
                    .isEqualTo(records.valueStream()
                            .mapToLong(record -> record.get(sum).asLong())
                            .sum());
        }
    }

    private static JsonNode json(LlmpSession llmp, String... arguments) {
        LlmpProcess.Result result = llmp.run(arguments);
        assertThat(result.exit()).as(result.err()).isZero();
        return JsonMapper.shared().readTree(result.out());
    }

    /** The run of the store was kept with its command line: the first continuation makes a spec of it, which the second reads. */
    @Test
    void itsRunIsContinuedByItsNameAndHasASpecFromThenOn() throws IOException {
        LlmpSession llmp = new LlmpProcess(directory, Map.of()).session();
        assertThat(storedRun()).contains("\"arguments\":[").doesNotContain("\"format\":1");
        LlmpProcess.Result refused = llmp.run(
                "restart",
                RUN,
                "--concurrency=8",
                "--max-skips=100%",
                "--set=llmp.simulator.latency=1ms",
                "--set=llmp.simulator.faults.refusal=1");
        assertThat(refused.exit()).as(refused.err()).isEqualTo(ExitCode.SKIPPED);
        assertThat(refused.out()).contains("60 of 60 done", ANSWERED + " answered", (ROWS - ANSWERED) + " skipped");
        assertThat(storedRun())
                .contains("\"format\":1", "\"path\":\"/proc/self/cwd/tickets.csv\"", "\"concurrency\":1")
                .doesNotContain("\"arguments\":[");

        LlmpProcess.Result retried =
                llmp.run("retry", RUN.substring(0, 6), "--concurrency=8", "--set=llmp.simulator.latency=1ms");
        assertThat(retried.exit()).as(retried.err()).isZero();
        assertThat(retried.out()).contains(RUN, "60 of 60 done: 60 answered");
        assertThat(Files.readAllLines(directory.resolve("out.csv"))).hasSize(ROWS + 1);
    }

    /** Runs are in a table that HSQLDB writes as text when it is shut down. */
    private String storedRun() throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve("home/store/llmp.script"))) {
            return lines.filter(line -> line.startsWith("INSERT INTO LLMP_RUN VALUES('" + RUN))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String[] run(SimulatedProvider provider, String output) {
        return new String[] {
            "run", "teams",
            "--input", HERE.resolve("tickets.csv").toString(),
            "--output", HERE.resolve(output).toString(),
            "--provider", "simulator",
            "--base-url", provider.baseUrl().toString()
        };
    }
}
