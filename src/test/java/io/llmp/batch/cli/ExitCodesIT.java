package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every exit code, each with what it leaves behind. 1, 2, 4 and 75 are those of processes; one that ends with 0 is in
 * {@link SecureProviderIT}, and one with 3 in {@link WatchingIT}.
 */
@Timeout(300)
class ExitCodesIT {

    private static SimulatedProvider provider;

    @SessionDirectory
    Path directory;

    private LlmpProcess llmp;

    @BeforeAll
    static void openProvider() {
        provider = new SimulatedProvider(Map.of("latency", "5ms", "api-key", "right-key"));
    }

    @AfterAll
    static void closeProvider() {
        provider.close();
    }

    @BeforeEach
    void apply() {
        llmp = llmp("right-key");
        llmp.applyTemplate();
    }

    private LlmpProcess llmp(String key) {
        return new LlmpProcess(
                directory,
                Map.of(
                        "OPENAI_API_KEY",
                        key,
                        "OPENAI_BASE_URL",
                        provider.baseUrl().toString()));
    }

    @Test
    void zeroWhenEveryItemHasAnAnswer() throws Exception {
        Samples.tickets(directory, 5);
        LlmpProcess.Result result = llmp.session().run(run());

        assertThat(result.exit()).as(result.err()).isZero();
        List<String> lines = Files.readAllLines(directory.resolve("out.csv"));
        assertThat(lines).hasSize(6);
        assertThat(lines.get(0)).isEqualTo("id,subject,team,urgency,llmp_status,llmp_reason");
        assertThat(lines.get(1))
                .matches("t0,\"Ticket 0, about \"\"invoices\"\"\",(billing|access|bug|sales),[1-5],SUCCEEDED,");
    }

    @Test
    void threeWhenItemsWereSkippedEachWithItsReason() throws Exception {
        Samples.write(directory.resolve("tickets.csv"), """
                id,subject
                a,Good row
                b,Ragged,row
                c,[[simulate:refusal]]
                d,[[simulate:content_filter]]
                e,[[simulate:invalid]]
                """);
        LlmpSession session = llmp.session();
        LlmpProcess.Result result = session.run(run());

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.SKIPPED);
        assertThat(Files.readAllLines(directory.resolve("out.csv")))
                .element(2)
                .isEqualTo("b,Ragged,,,SKIPPED,MALFORMED_ROW");
        assertThat(Files.readAllLines(directory.resolve("out.csv")).subList(3, 6))
                .satisfiesExactly(
                        refused -> assertThat(refused).endsWith(",,,SKIPPED,REFUSED"),
                        filtered -> assertThat(filtered).endsWith(",,,SKIPPED,CONTENT_FILTERED"),
                        invalid -> assertThat(invalid).endsWith(",,,SKIPPED,INVALID_OUTPUT"));
        assertThat(result.out())
                .contains("4 skipped (1 MALFORMED_ROW, 1 CONTENT_FILTERED, 1 REFUSED, 1 INVALID_OUTPUT)");
        assertThat(session.run("records", "last", "--reason", "MALFORMED_ROW", "--json")
                        .out())
                .contains("\"llmp_raw\":\"b,Ragged,row\"")
                .doesNotContain("REFUSED");
        assertThat(session.run("records", "last", "--reason", "INVALID_OUTPUT", "--json")
                        .out())
                .contains("\"attempts\":3")
                .contains("\"repairs\":2");
        assertThat(session.run(run()).exit()).as("each time it is asked").isEqualTo(ExitCode.SKIPPED);
    }

    @Test
    void oneWhenTheKeyIsWrongAfterFewCallsAndTheSameCommandGoesOn() {
        Samples.tickets(directory, 500);
        long before = provider.count("requests");
        LlmpProcess.Result result = llmp("wrong-key").run(run());

        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err())
                .contains("refused access")
                .contains("run the same command again")
                .doesNotContain("wrong-key");
        assertThat(provider.count("requests") - before)
                .as("calls with a wrong key")
                .isBetween(1L, 100L);
        assertThat(directory.resolve("out.csv")).doesNotExist();
        assertThat(llmp.session().run(run()).exit()).isZero();
        assertThat(directory.resolve("out.csv")).exists();
    }

    @Test
    void twoWhenTheCommandIsUnknown() {
        LlmpProcess.Result result = llmp.run("nonsense");

        assertThat(result.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(result.err()).contains("nonsense");
    }

    @Test
    void twoForAnOutputWhoseDirectoryIsMissingUnlessItIsToBeCreated() {
        Samples.tickets(directory, 5);
        Path nope = directory.resolve("nope");
        LlmpSession session = llmp.session();
        for (String command : List.of("run teams --input tickets.csv --provider openai --model m", "export last")) {
            String[] once = (command + " --output nope/a/out.csv --mkdir").split(" ");
            LlmpProcess.Result refused = session.run((command + " --output nope/out.csv").split(" "));
            assertThat(refused.exit()).isEqualTo(ExitCode.INVALID);
            assertThat(refused.err()).contains(nope + " does not exist").contains("--mkdir");
            assertThat(session.run(once).err()).contains("nope/a does not exist, nor does ");
            assertThat(nope).doesNotExist();
            if (command.startsWith("run")) {
                assertThat(session.run(run()).exit()).isZero();
            }
        }
        assertThat(session.run("export", "last", "--output", "nope/out.csv", "--mkdir")
                        .exit())
                .isZero();

        assertThat(nope.resolve("out.csv")).exists();
    }

    @Test
    void oneWhenTheModelIsUnknown() {
        Samples.tickets(directory, 50);
        LlmpProcess.Result result = llmp.session().run(run("no-such-model", List.of()));

        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("does not know the model").contains("--model");
    }

    @Test
    void oneWhenTheProviderCannotBeReachedAndNothingIsMarkedAsDone() {
        Samples.tickets(directory, 5);
        LlmpSession session = llmp.session();
        LlmpProcess.Result result =
                session.run(run("--base-url", "http://127.0.0.1:1/v1", "--set", "llmp.retry.first-delay=10ms"));

        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("gave no answer").contains("Connection refused");
        assertThat(session.run(run()).exit())
                .as("the same run against a provider that is there")
                .isZero();
        assertThat(session.run("runs", "--json").out())
                .contains("\"succeeded\":5")
                .contains("\"skipped\":0");
    }

    @Test
    void oneWhenTooManyItemsAreSkipped() {
        Samples.write(directory.resolve("tickets.csv"), "id,subject\n" + "x,a,b\n".repeat(300));
        LlmpProcess.Result result = llmp.session().run(run("--max-skips", "20"));

        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("more than --max-skips 20 allows").contains("MALFORMED_ROW");
    }

    @Test
    void seventyFiveForARunWhileAnotherWorksAndNothingElseIsKeptOut() throws Exception {
        Samples.tickets(directory, 2_000);
        LlmpProcess.Running first = llmp.start(run("--rpm", "600"));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> Files.readString(first.err()).contains("Started run"));
        LlmpProcess.Result second = llmp.run(run("--rpm", "600"));
        LlmpProcess.Result beside = llmp.session().run("runs");
        first.process().destroy();

        assertThat(second.exit()).isEqualTo(ExitCode.IN_USE);
        assertThat(second.err()).contains(Long.toString(first.process().pid()));
        assertThat(beside.exit()).as(beside.err()).isZero();
        assertThat(beside.out()).contains("running");
        LlmpProcess.Result stopped = first.await();
        assertThat(stopped.exit()).isEqualTo(ExitCode.STOPPED);
        assertThat(stopped.out())
                .contains("output     not written")
                .containsPattern("continue   llmp restart [0-9a-f]+");
    }

    private static String[] run(String... more) {
        return run("m", List.of(more));
    }

    private static String[] run(String model, List<String> more) {
        List<String> all = new ArrayList<>(List.of(
                "run",
                "teams",
                "--input",
                "tickets.csv",
                "--output",
                "out.csv",
                "--provider",
                "openai",
                "--model",
                model));
        all.addAll(more);
        return all.toArray(String[]::new);
    }
}
