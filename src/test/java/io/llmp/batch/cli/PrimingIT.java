package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code cache: prime} is worth at a provider that bills a beginning in full until it has answered once. */
@Timeout(300)
class PrimingIT {

    private static final int PRIMED = 40;
    private static final int ROWS = 80;
    private static final int SLOTS = 16;
    /** What the simulator's cache keeps of the template's 1,200 tokens: steps of 128. */
    private static final int KEPT = 1_152;

    private static final Map<String, String> SETTINGS = Map.of("latency", "100ms", "latency-sigma", "0");

    @SessionDirectory
    private Path directory;

    @Test
    void onlyTheFirstCallPaysForWhatAllHaveInCommon() {
        String instruction = "Which team owns the ticket? " + "Be brief. ".repeat(480);
        String plain = Samples.TEMPLATE.replace("Which team owns the ticket?", instruction);
        Samples.tickets(directory, ROWS);
        try (SimulatedProvider provider = new SimulatedProvider(SETTINGS)) {
            LlmpSession llmp = session(provider);
            apply(llmp, plain + "model: {cache: prime}\n");
            run(llmp, "--limit", "" + PRIMED);
            assertThat(provider.count("cached_tokens")).isEqualTo((PRIMED - 1L) * KEPT);
        }
        try (SimulatedProvider provider = new SimulatedProvider(SETTINGS)) {
            LlmpSession llmp = session(provider);
            apply(llmp, plain);
            assertThat(run(llmp).out()).as("the same answers").contains(PRIMED + " reused");
            assertThat(provider.count("cached_tokens"))
                    .as("others began before the first reply")
                    .isLessThan((ROWS - PRIMED - 1) * (long) KEPT);
        }
    }

    private LlmpSession session(SimulatedProvider provider) {
        return new LlmpProcess(
                        directory, Map.of("OPENAI_BASE_URL", provider.baseUrl().toString()))
                .session();
    }

    private void apply(LlmpSession llmp, String template) {
        Samples.write(directory.resolve("teams.yaml"), template);
        assertThat(llmp.run("job", "apply", "teams.yaml").exit()).isZero();
    }

    private static LlmpProcess.Result run(LlmpSession llmp, String... more) {
        Stream<String> common = Stream.of("--provider", "openai", "--model", "m", "--concurrency", "" + SLOTS);
        LlmpProcess.Result result = llmp.run(
                Samples.run("out.csv", Stream.concat(common, Stream.of(more)).toArray(String[]::new)));
        assertThat(result.exit()).as(result.err()).isZero();
        return result;
    }
}
