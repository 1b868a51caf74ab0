package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.llm.WireServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What a run leaves in its log, as the program itself writes it. */
class LogIT {

    /** In every row, and so in what a provider may send back. */
    private static final String ROW = "swordfish";

    @SessionDirectory
    Path directory;

    @Test
    void everyLineIsOneEventOfTheRunAndNothingOfARow() throws Exception {
        LlmpProcess llmp = new LlmpProcess(directory, Map.of());
        Samples.write(directory.resolve("tickets.csv"), "id,subject\n" + ("1," + ROW + "\n").repeat(40) + ROW + "\n");
        llmp.applyTemplate();
        LlmpSession session = llmp.session();
        assertThat(run(session, "text.csv")).isEqualTo(ExitCode.SKIPPED);
        assertThat(run(session, "json.csv", "--log-format", "json")).isEqualTo(ExitCode.SKIPPED);

        List<String> text = Files.readAllLines(llmp.home().resolve("logs/llmp.log"));
        assertThat(text)
                .hasSizeGreaterThan(1)
                .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\S+ (INFO|WARN) +run=[0-9a-f]{10} \\[.*"))
                .noneMatch(line -> line.contains(ROW))
                .anyMatch(line -> line.endsWith("Ends as COMPLETED"));
        List<String> json = Files.readAllLines(llmp.home().resolve("logs/llmp.json"));
        assertThat(json)
                .hasSizeGreaterThan(1)
                .noneMatch(line -> line.contains(ROW))
                .allSatisfy(line -> assertThat(JsonMapper.shared()
                                .readTree(line)
                                .at("/context/properties/run")
                                .asString())
                        .matches("[0-9a-f]{10}"));
    }

    @Test
    void aProviderThatRepeatsARowInItsErrorLeavesNothingOfItInTheLog() throws Exception {
        String error = "{\"error\":{\"message\":\"No key may ask about swordfish\"}}";
        try (WireServer provider = WireServer.start(wire -> wire.respond(401, error, "x-request-id: req-42"))) {
            LlmpProcess llmp = new LlmpProcess(directory, Map.of("OPENAI_API_KEY", "sk-test"));
            Samples.write(directory.resolve("tickets.csv"), "id,subject\n1," + ROW + "\n");
            llmp.applyTemplate();
            LlmpProcess.Result result = llmp.session()
                    .run(
                            "run",
                            "teams",
                            "--input",
                            "tickets.csv",
                            "--output",
                            "out.csv",
                            "--provider",
                            "openai",
                            "--base-url",
                            provider.baseUrl().toString(),
                            "--model",
                            "any");

            assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
            assertThat(result.err()).as("the terminal").contains(ROW);
            assertThat(Files.readString(llmp.home().resolve("logs/llmp.log")))
                    .contains("A call ends the run: ACCESS_DENIED, HTTP 401, request req-42")
                    .doesNotContain(ROW);
        }
    }

    private static int run(LlmpSession llmp, String output, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "teams",
                "--input",
                "tickets.csv",
                "--output",
                output,
                "--provider",
                "simulator",
                "--no-reuse",
                "--max-skips",
                "100%",
                "--set",
                "llmp.simulator.faults.invalid=0.3",
                "--set",
                "llmp.simulator.faults.throttle=0.3"));
        arguments.addAll(List.of(more));
        return llmp.run(arguments.toArray(String[]::new)).exit();
    }
}
