package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who answers where the command does not say, and that nobody takes a simulated answer for a model's. */
class ProviderChoiceIT {

    private static final List<List<String>> COMMANDS = List.of(
            List.of("run", "teams", "--input", "tickets.csv", "--output", "out.csv"),
            List.of("estimate", "teams", "--input", "tickets.csv"),
            List.of("job", "render", "teams", "--input", "tickets.csv", "--row", "0"),
            List.of("job", "test", "teams"));

    @SessionDirectory
    private Path directory;

    @BeforeEach
    void prepare() {
        Samples.tickets(directory, 5);
        Samples.write(
                directory.resolve("teams.yaml"),
                Samples.TEMPLATE
                        + "model: {name: m}\nexamples: [{input: {subject: Help}, output: {team: bug, urgency: 3}}]\n");
    }

    @Test
    void withoutAKeyEveryCommandIsRefusedAndNamesTheSimulator() {
        String[] render = COMMANDS.get(2).toArray(String[]::new);
        assertThat(session(Map.of("OPENAI_API_KEY", "sk-1")).run(render).exit())
                .as("with a key, which the next session has not")
                .isZero();
        LlmpSession llmp = session(Map.of());
        for (List<String> command : COMMANDS) {
            LlmpProcess.Result refused = llmp.run(command.toArray(String[]::new));

            assertThat(refused.exit()).as(refused.out()).isEqualTo(ExitCode.INVALID);
            assertThat(refused.err())
                    .contains("ANTHROPIC_API_KEY for anthropic, OPENAI_API_KEY for openai")
                    .contains("--provider simulator");
        }

        assertThat(directory.resolve("out.csv")).doesNotExist();
    }

    @Test
    void theOneWhoseKeyIsSetAnswersAndTheCommandSaysSo() throws IOException {
        try (SimulatedProvider provider = new SimulatedProvider(Map.of())) {
            LlmpSession llmp = session(Map.of(
                    "OPENAI_API_KEY",
                    "sk-1",
                    "OPENAI_BASE_URL",
                    provider.baseUrl().toString()));
            for (List<String> command : COMMANDS) {
                LlmpProcess.Result result = llmp.run(command.toArray(String[]::new));

                assertThat(result.exit()).as(result.err()).isZero();
                assertThat(result.err()).contains("using provider openai because OPENAI_API_KEY is set");
            }
            assertThat(llmp.run("job", "test", "teams", "--provider", "simulator")
                            .err())
                    .doesNotContain("because");
            assertThat(Files.readString(directory.resolve("out.csv")))
                    .contains("SUCCEEDED")
                    .doesNotContain("SIMULATED");
        }
    }

    @Test
    void simulatedAnswersSayWhatTheyAreAndNeverServeAModelsRun() throws IOException {
        try (SimulatedProvider provider = new SimulatedProvider(Map.of())) {
            LlmpSession llmp = session(Map.of(
                    "OPENAI_API_KEY",
                    "sk-1",
                    "OPENAI_BASE_URL",
                    provider.baseUrl().toString()));
            for (String output : List.of("first.csv", "reused.csv", "reused.parquet")) {
                LlmpProcess.Result run = llmp.run(Samples.run(output, "--provider", "simulator"));
                assertThat(run.exit()).as(run.err()).isZero();
            }
            assertThat(llmp.run("records", "last", "--status", "REUSED", "--json")
                            .out())
                    .as("answers of the first simulated run")
                    .contains("REUSED");
            assertThat(llmp.run("export", "last", "--output", "exported.csv").exit())
                    .isZero();
            for (String output : List.of("first.csv", "reused.csv", "exported.csv")) {
                assertThat(Files.readAllLines(directory.resolve(output)).subList(1, 6))
                        .as(output)
                        .allMatch(line -> line.endsWith(",SIMULATED,"));
            }
            assertThat(llmp.run(Samples.run("real.csv")).exit()).isZero();
            assertThat(Files.readAllLines(directory.resolve("real.csv")).subList(1, 6))
                    .allMatch(line -> line.endsWith(",SUCCEEDED,"));
        }
    }

    @Test
    void aRunIsContinuedAsItWasAskedForWhateverTheEnvironmentAndTheWorkingDirectoryAre() throws IOException {
        LlmpSession llmp = session(Map.of("OPENAI_API_KEY", "sk-1"));
        LlmpProcess.Result failed = llmp.run(Samples.run(
                "out.csv",
                "--set",
                "llmp.providers.openai.base-url=http://127.0.0.1:1/v1",
                "--set",
                "llmp.retry.max-outage=1ms",
                "--set",
                "llmp.retry.first-delay=1ms"));
        assertThat(failed.exit()).as(failed.err()).isEqualTo(ExitCode.FAILED);

        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        try (SimulatedProvider provider = new SimulatedProvider(Map.of())) {
            LlmpProcess there = new LlmpProcess(
                    elsewhere,
                    Map.of(
                            "LLMP_HOME",
                            directory.resolve("home").toString(),
                            "OPENAI_BASE_URL",
                            provider.baseUrl().toString(),
                            "ANTHROPIC_API_KEY",
                            "sk-2"));
            LlmpProcess.Result restarted = there.run("restart", "last");

            assertThat(restarted.exit()).as(restarted.err()).isZero();
            assertThat(restarted.out()).contains("openai").doesNotContain("anthropic");
            assertThat(directory.resolve("out.csv")).isRegularFile();
            assertThat(elsewhere.resolve("out.csv")).doesNotExist();
        }
    }

    private LlmpSession session(Map<String, String> environment) {
        LlmpSession llmp = new LlmpProcess(directory, environment).session();
        LlmpProcess.Result applied = llmp.run("job", "apply", "teams.yaml");
        assertThat(applied.exit()).as(applied.err()).isZero();
        return llmp;
    }
}
