package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.llm.WireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Several processes with one embedded database. */
@Timeout(300)
class SharedStoreIT {

    private static final int ROWS = 200;
    private static final int ANSWERED_AT_ONCE = 20;

    @SessionDirectory
    Path directory;

    /** Holds calls back, so that a run works for as long as a test needs it to. */
    private final Semaphore answers = new Semaphore(ANSWERED_AT_ONCE);

    private WireServer provider;
    private LlmpProcess llmp;

    @BeforeEach
    void open() {
        provider = WireServer.start(wire -> {
            answers.acquireUninterruptibly();
            wire.respond(200, Samples.COMPLETION);
        });
        llmp = new LlmpProcess(directory, Map.of("OPENAI_API_KEY", "k"));
        Samples.template(directory);
        Samples.tickets(directory, ROWS);
    }

    @AfterEach
    void close() {
        answers.release(ROWS);
        provider.close();
    }

    @Test
    void othersReadAndChangeItWhileARunWorks() throws Exception {
        llmp.applyTemplate();
        LlmpProcess.Running running = startRun();

        LlmpSession other = llmp.session();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(JsonMapper.shared()
                                .readTree(other.run("records", "last", "--json").out()))
                        .hasSize(ANSWERED_AT_ONCE));
        assertThat(other.run("runs").out()).contains("running");
        LlmpProcess.Result info = other.run("store", "info", "--json");
        assertThat(info.out())
                .contains("\"kind\":\"HSQLDB\"")
                .contains("\"running\":1")
                .contains("\"held_by\":" + running.process().pid());
        assertThat(other.run("job", "pause", "teams", "--reason", "mended later")
                        .exit())
                .isZero();
        LlmpProcess.Result backup = other.run("store", "backup", "backup.zip");
        assertThat(backup.exit()).as(backup.err()).isZero();
        assertThat(other.run("store", "prune", "--before", "0s").out()).contains("0 runs");
        LlmpProcess.Result second = other.run(run("other.csv"));
        assertThat(second.exit()).isEqualTo(ExitCode.IN_USE);
        assertThat(second.err()).contains("process " + running.process().pid() + ", which works on a run");
        assertThat(running.process().isAlive())
                .as("all this was beside the run")
                .isTrue();
        answers.release(ROWS);
        LlmpProcess.Result result = running.await();

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(Files.readAllLines(directory.resolve("out.csv"))).hasSize(ROWS + 1);
        assertThat(llmp.home().resolve("store/server")).doesNotExist();
        assertThat(other.run("job", "events", "teams").out()).contains("mended later");

        hasTheRunAsItWas(directory.resolve("backup.zip"));
    }

    private void hasTheRunAsItWas(Path backup) throws IOException {
        Path elsewhere = directory.resolve("restored");
        LlmpSession restored = new LlmpProcess(directory, Map.of("LLMP_HOME", elsewhere.toString())).session();
        LlmpProcess.Result result = restored.run("store", "restore", backup.toString());
        assertThat(result.exit()).as(result.err()).isZero();
        JsonNode run = json(restored, "runs", "--json").get(0);
        assertThat(run.path("status").asString()).isEqualTo("FAILED");
        assertThat(run.path("succeeded").asLong()).isEqualTo(ANSWERED_AT_ONCE);
    }

    @Test
    void whatAKilledHolderLeftKeepsNobodyOut() throws Exception {
        llmp.applyTemplate();
        LlmpProcess.Running running = startRun();
        Path server = llmp.home().resolve("store/server");
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(server));
        running.process().destroyForcibly().waitFor();

        assertThat(server).as("left over").exists();
        assertThat(llmp.session().run("runs").out()).contains("failed");
        assertThat(server).doesNotExist();
    }

    @Test
    void processesThatApplyAtOnceShareANewDatabaseLoseNoVersionAndCountNoneTwice() {
        Samples.write(directory.resolve("same.yaml"), Samples.TEMPLATE);
        Samples.write(directory.resolve("good.yaml"), Samples.TEMPLATE.replace("Which", "Which good"));
        List<String> files = List.of("teams.yaml", "same.yaml", "good.yaml");
        List<LlmpProcess.Running> running =
                files.stream().map(file -> llmp.start("job", "apply", file)).toList();
        List<LlmpProcess.Result> first =
                running.stream().map(LlmpProcess.Running::await).toList();

        LlmpSession session = llmp.session();
        List<LlmpProcess.Result> results = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            // On a slow machine one may give up waiting for the others, with the exit code that says: try again.
            boolean inUse = first.get(i).exit() == ExitCode.IN_USE;
            results.add(inUse ? session.run("job", "apply", files.get(i)) : first.get(i));
        }
        assertThat(results)
                .allSatisfy(result -> assertThat(result.exit()).as(result.err()).isZero());
        List<JsonNode> versions = json(session, "job", "versions", "teams", "--json")
                .valueStream()
                .toList();
        // In whatever order they came: the same again is no version, unless the other one came in between.
        assertThat(versions).hasSizeBetween(2, files.size());
        assertThat(results)
                .filteredOn(result -> result.out().contains("registered"))
                .hasSize(versions.size());
        assertThat(versions)
                .extracting(version -> version.path("template_version").intValue())
                .isEqualTo(List.of(3, 2, 1).subList(files.size() - versions.size(), files.size()));
        assertThat(versions)
                .extracting(version -> version.path("source").stringValue())
                .doesNotHaveDuplicates()
                .contains("good.yaml");
        for (int i = 1; i < versions.size(); i++) {
            assertThat(versions.get(i).path("template_digest"))
                    .isNotEqualTo(versions.get(i - 1).path("template_digest"));
        }
        assertThat(versions.get(0).path("active").booleanValue()).isTrue();
        assertThat(json(session, "job", "events", "teams", "--json")).hasSize(2 * versions.size());
    }

    private static JsonNode json(LlmpSession session, String... command) {
        return JsonMapper.shared().readTree(session.run(command).out());
    }

    private LlmpProcess.Running startRun() {
        LlmpProcess.Running running = llmp.start(run("out.csv"));
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> answers.hasQueuedThreads());
        return running;
    }

    private String[] run(String output) {
        return Samples.run(
                output,
                "--provider",
                "openai",
                "--base-url",
                provider.baseUrl().toString(),
                "--model",
                "m",
                "--concurrency",
                "8");
    }
}
