package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A limit on the day, over more than one run and process. */
@Timeout(300)
class DayLimitIT {

    @TempDir
    private Path directory;

    @Test
    void aDaysRequestsAreCountedOverAllRunsAndTheOneThatUsesThemUpGoesOnLater() {
        Samples.template(directory);
        Samples.tickets(directory, 200);
        try (SimulatedProvider provider = new SimulatedProvider(Map.of("latency", "5ms"))) {
            LlmpProcess llmp = llmp(provider);
            assertThat(llmp.run("job", "apply", "teams.yaml").exit()).isZero();
            assertThat(run(llmp, "--limit", "60").exit()).isZero();
            assertThat(provider.count("requests")).isEqualTo(60);

            LlmpProcess.Result second = run(llmp);
            assertThat(second.exit()).as(second.err()).isEqualTo(ExitCode.STOPPED);
            assertThat(second.err())
                    .contains("the limit of 100 requests a day is used up")
                    .containsPattern("possible again in (23 h|24 h)")
                    .containsPattern(
                            "Run the same command again from \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC on: every answer");
            assertThat(second.out()).contains("100 of 200 done: 40 answered, 60 reused");
            assertThat(provider.count("requests")).isEqualTo(100);

            LlmpProcess.Result third = run(llmp);
            assertThat(third.exit()).isEqualTo(ExitCode.STOPPED);
            assertThat(provider.count("requests"))
                    .as("nothing is left of the day")
                    .isEqualTo(100);
        }
    }

    @Test
    void aProviderWhoseDayIsUsedUpIsNoFailure() {
        Samples.template(directory);
        Samples.tickets(directory, 60);
        try (SimulatedProvider provider = new SimulatedProvider(Map.of("latency", "5ms", "rpd", "50"))) {
            LlmpProcess llmp = llmp(provider);
            assertThat(llmp.run("job", "apply", "teams.yaml").exit()).isZero();

            LlmpProcess.Result result = run(llmp);

            assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.STOPPED);
            assertThat(result.err())
                    .contains("A limit of provider openai is reached")
                    .contains("UTC on");
        }
    }

    private LlmpProcess llmp(SimulatedProvider provider) {
        return new LlmpProcess(
                directory, Map.of("OPENAI_BASE_URL", provider.baseUrl().toString()));
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
                "--set",
                "llmp.providers.openai.rpd=100");
        return llmp.run(Stream.concat(common.stream(), Stream.of(more)).toArray(String[]::new));
    }
}
