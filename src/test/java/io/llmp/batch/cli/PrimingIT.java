package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code cache: prime} is worth at a provider that bills a beginning in full until it has answered once. */
@Timeout(300)
class PrimingIT {

    private static final int ROWS = 200;
    private static final int SLOTS = 64;
    /** What the simulator's cache keeps of the template's 1,200 tokens: steps of 128. */
    private static final int KEPT = 1_280;

    @TempDir
    private Path directory;

    @Test
    void onlyTheFirstCallPaysForWhatAllHaveInCommon() {
        String instruction = "Which team owns the ticket? " + "Be brief. ".repeat(480);
        String plain = Samples.TEMPLATE.replace("Which team owns the ticket?", instruction);
        Samples.tickets(directory, ROWS);
        try (SimulatedProvider provider = new SimulatedProvider(Map.of("latency", "200ms", "latency-sigma", "0"))) {
            LlmpProcess llmp = new LlmpProcess(
                    directory, Map.of("OPENAI_BASE_URL", provider.baseUrl().toString()));
            apply(llmp, plain);
            assertThat(rendered(llmp)).contains("cache        not primed: the template has no 'cache: prime'");
            run(llmp, "--run-key", "plain");
            assertThat(provider.count("cached_tokens"))
                    .as("all slots were filled before the first reply")
                    .isLessThanOrEqualTo((long) (ROWS - SLOTS) * KEPT);

            apply(llmp, plain + "model: {cache: prime}\n");
            assertThat(rendered(llmp)).contains("cache        primed: ");
            LlmpProcess.Result reused = run(llmp, "--run-key", "primed");
            assertThat(reused.out()).as("the same answers").contains(ROWS + " reused");
        }
        try (SimulatedProvider provider = new SimulatedProvider(Map.of("latency", "200ms", "latency-sigma", "0"))) {
            LlmpProcess llmp = new LlmpProcess(
                    directory, Map.of("OPENAI_BASE_URL", provider.baseUrl().toString()));
            run(llmp, "--run-key", "again", "--no-reuse");
            assertThat(provider.count("cached_tokens")).isEqualTo((long) (ROWS - 1) * KEPT);
        }
    }

    private void apply(LlmpProcess llmp, String template) {
        Samples.write(directory.resolve("teams.yaml"), template);
        assertThat(llmp.run("job", "apply", "teams.yaml").exit()).isZero();
    }

    private static String rendered(LlmpProcess llmp) {
        return llmp.run(
                        "job",
                        "render",
                        "teams",
                        "--input",
                        "tickets.csv",
                        "--row",
                        "0",
                        "--provider",
                        "openai",
                        "--model",
                        "m")
                .out();
    }

    private static LlmpProcess.Result run(LlmpProcess llmp, String... more) {
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
                "--concurrency",
                "" + SLOTS);
        LlmpProcess.Result result =
                llmp.run(Stream.concat(common.stream(), Stream.of(more)).toArray(String[]::new));
        assertThat(result.exit()).as(result.err()).isZero();
        return result;
    }
}
