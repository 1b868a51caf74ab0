package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.Nightly;
import io.llmp.batch.cli.terminal.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Processes that die at any point of a run: nothing is lost, nothing is paid twice, and nothing has to be mended. The same
 * for every kind of store.
 */
@Timeout(300)
abstract class CrashContract {

    private static final int SLOTS = 16;
    private static final int KILLS = Nightly.choose(3, 10);
    private static final int MANY = 250 * KILLS;
    private static final int FEW = 400;

    /**
     * Every place where something of a run becomes durable, is sent, or is put in place. Where some leave the same behind,
     * every build dies at one of them: a death before the splits are stored leaves what one after the beginning does, one
     * before a split is looked up what one before it is taken does, one before a call or before its answer is saved what one
     * after the call does, one before the output is begun what one after a save does, one before the job repository is updated
     * what one after that does, and one before the database is closed what one after the run has ended does. Each of the others
     * is on one of the stores.
     */
    static final List<String> POINTS = List.of(
            "RunStore.begin:after:1",
            "SplitStore.plan:before:1",
            "SplitStore.plan:after:1",
            "SplitStore.take:before:1",
            "SplitStore.end:after:1",
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
            "StoreDatabase.close:before:1");

    /** Calls a death may waste: those in flight, as many whose answers wait to be durable, and those between the two. */
    private static final long WASTE = 3 * SLOTS;

    @TempDir
    private static Path prepared;

    @SessionDirectory
    private Path directory;

    private static SimulatedProvider provider;
    private LlmpProcess llmp;
    private long answeredBefore;

    /**
     * Returns a program with a store of its own, in which the template is registered.
     *
     * @param directory where the program works
     */
    abstract LlmpProcess newStore(Path directory);

    /** What every run is compared with. */
    @BeforeAll
    static void prepare() {
        provider = new SimulatedProvider(Map.of("latency", "15ms", "latency-sigma", "0.8"));
        Path home = prepared.resolve("home");
        PreparedHome.copyTo(home);
        LlmpSession calm = new LlmpSession(Map.of("LLMP_HOME", home.toString()));
        String[] command = run(prepared.resolve("calm.csv").toString());
        command[3] = Samples.tickets(prepared, MANY).toString();
        assertThat(calm.run(command).exit()).isZero();
    }

    @AfterAll
    static void close() {
        provider.close();
    }

    @BeforeEach
    void open() {
        llmp = newStore(directory);
        answeredBefore = provider.count("answered");
    }

    private long answered() {
        return provider.count("answered") - answeredBefore;
    }

    /** Has a run die at a point and goes on with it. */
    final void dieAt(String point) throws Exception {
        Samples.tickets(directory, FEW);
        LlmpProcess.Result died = llmp.startToDie(point, run("out.csv")).await();
        assertThat(died.exit()).as(died.err()).isEqualTo(137);
        LlmpSession session = llmp.session();
        LlmpProcess.Result last = session.run(run("out.csv"));
        assertThat(last.exit()).as(last.err()).isZero();
        assertThat(answered()).isBetween((long) FEW, FEW + WASTE);
        assertLikeAnUndisturbedRun(FEW, last, session);
    }

    @Test
    void aRunThatIsKilledAgainAndAgainPaysForLittleMoreThanItsRows() throws Exception {
        Samples.tickets(directory, MANY);
        Random random = new Random(7);
        for (int kill = 0; kill < KILLS; kill++) {
            LlmpProcess.Running running = llmp.start(run("out.csv"));
            long answers = answered() + random.nextInt(2 * MANY / KILLS - 60);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(25))
                    .until(() -> answered() > answers);
            running.process().destroyForcibly().waitFor();
        }
        LlmpSession session = llmp.session();
        LlmpProcess.Result last = session.run(run("out.csv"));
        assertThat(last.exit()).as(last.err()).isZero();
        assertThat(last.err()).contains("Resumed run").contains("may have been paid without an answer kept");
        assertThat(session.run("runs", "--json").out())
                .contains("\"succeeded\":" + MANY)
                .contains("\"executions\":" + (KILLS + 1));
        assertThat(answered()).isBetween((long) MANY, MANY + KILLS * WASTE);
        assertLikeAnUndisturbedRun(MANY, last, session);
    }

    private void assertLikeAnUndisturbedRun(int rows, LlmpProcess.Result last, LlmpSession session) throws IOException {
        List<String> calm = Files.readAllLines(prepared.resolve("calm.csv"));
        assertThat(Files.readAllLines(directory.resolve("out.csv"))).isEqualTo(calm.subList(0, rows + 1));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("out.csv")))
                    .as("nothing half-written is left")
                    .hasSize(1);
        }
        assertTotalsAreTheSumsOfTheRecords(rows, last, session);
    }

    private static void assertTotalsAreTheSumsOfTheRecords(int rows, LlmpProcess.Result last, LlmpSession session) {
        JsonNode records = JsonMapper.shared()
                .readTree(session.run("records", "last", "--json").out());
        assertThat(records.valueStream().map(record -> record.get("item_index").asLong()))
                .hasSize(rows)
                .doesNotHaveDuplicates();
        assertThat(last.out())
                .contains("rows       " + Figures.count(rows) + " of " + Figures.count(rows) + " done: "
                        + Figures.count(rows) + " answered, 0 reused, 0 skipped")
                .contains("calls      " + Figures.count(sum(records, "attempts")) + ", "
                        + Figures.count(sum(records, "prompt_tokens")) + " in + "
                        + Figures.count(sum(records, "completion_tokens")) + " out tokens");
    }

    private static long sum(JsonNode records, String column) {
        return records.valueStream()
                .mapToLong(record -> record.get(column).asLong())
                .sum();
    }

    private static String[] run(String output) {
        // How long a run on a shared store stays with a process that has died.
        return Samples.run(provider, SLOTS, output, "--set", "llmp.run.lease=2s");
    }
}
