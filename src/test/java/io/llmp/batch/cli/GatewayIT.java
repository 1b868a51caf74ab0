package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.llmp.batch.cli.terminal.ExitCode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs through the real LiteLLM proxy before the simulated provider. */
@Timeout(600)
class GatewayIT {

    private static final int ROWS = 12;

    @TempDir
    private static Path scratch;

    @SessionDirectory
    private Path directory;

    private static SimulatedProvider provider;
    private static InstalledServer gateway;

    @BeforeAll
    static void start() {
        InstalledServer.assumeInstalled("litellm");
        provider = new SimulatedProvider(Map.of("latency", "20ms"));
        gateway = InstalledServer.liteLlm(scratch, provider);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
        if (provider != null) {
            provider.close();
        }
    }

    @Test
    void costsAreTheGatewaysOwn() {
        LlmpSession llmp = session("sk-free");
        LlmpProcess.Result result = llmp.run(run("stub", "out.csv"));
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains(ROWS + " answered, 0 reused, 0 skipped");
        // The configuration has no price for this model; the gateway's is $1 and $2 for a million tokens.
        String record =
                llmp.run("records", id(result), "--limit", "1", "--json").out();
        JsonNode first = JsonMapper.shared().readTree(record).path(0);
        double tokens = first.path("prompt_tokens").asLong()
                + 2 * first.path("completion_tokens").asLong();
        assertThat(tokens).isPositive();
        assertThat(first.path("cost_usd").asDouble()).isCloseTo(tokens / 1_000_000, within(1e-12));
    }

    @Test
    void aWrongKeyAnUnknownModelAndASpentKeyEndTheRunWhichGoesOnWithTheRightOne() {
        refused(session("sk-nobody").run(run("stub", "out.csv")), "refused access");

        refused(session("sk-spent").run(run("stub", "out.csv")), "quota is used up");

        LlmpSession llmp = session("sk-free");
        refused(llmp.run(run("no-such-model", "other.csv")), "does not know the model");
        LlmpProcess.Result result = llmp.run(run("stub", "out.csv"));
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains(ROWS + " of " + ROWS + " done: " + ROWS + " answered, 0 reused, 0 skipped");
    }

    private static void refused(LlmpProcess.Result result, String words) {
        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).contains("0 skipped");
        assertThat(result.err()).contains(words);
    }

    @Test
    void aKeyThatAllowsTwoCallsAtOnceIsKeptToWithoutAPause() {
        LlmpSession llmp = session("sk-two-at-once");
        LlmpProcess.Result result = llmp.run(run("stub", "out.csv"));
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains(ROWS + " answered, 0 reused, 0 skipped");
    }

    @Test
    void anAnswerOfAnotherModelIsNamedAndNotReused() {
        LlmpSession llmp = session("sk-free");
        LlmpProcess.Result first = llmp.run(run("down", "out.csv"));
        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.err()).containsOnlyOnce("the gateway had another model answer, stub");
        LlmpProcess.Result second = llmp.run(run("down", "other.csv"));
        assertThat(second.out()).contains(ROWS + " answered, 0 reused, 0 skipped");
    }

    private LlmpSession session(String key) {
        LlmpProcess llmp = new LlmpProcess(directory, Map.of("OPENAI_API_KEY", key));
        if (!llmp.home().toFile().exists()) {
            llmp.applyTemplate();
            Samples.tickets(directory, ROWS);
        }
        return llmp.session();
    }

    private static String[] run(String model, String output) {
        return Samples.run(
                output,
                "--provider",
                "openai",
                "--base-url",
                gateway.baseUrl().toString(),
                "--model",
                model,
                "--concurrency",
                "6");
    }

    private static String id(LlmpProcess.Result result) {
        return result.out().replaceFirst("(?s).*?run +(\\S+).*", "$1");
    }
}
