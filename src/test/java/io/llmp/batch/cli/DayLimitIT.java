package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.terminal.ExitCode;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A limit on the day, over more than one run and process. */
@Timeout(300)
class DayLimitIT {

    private static final String LIMIT = "llmp.providers.openai.rpd=";

    @SessionDirectory
    private Path directory;

    @Test
    void aDaysRequestsAreCountedOverAllRunsAndARunThatUsesThemUpIsStopped() {
        Samples.tickets(directory, 60);
        try (SimulatedProvider provider = new SimulatedProvider(Map.of("latency", "5ms", "rpd", "50"))) {
            LlmpProcess llmp = new LlmpProcess(
                    directory, Map.of("OPENAI_BASE_URL", provider.baseUrl().toString()));
            llmp.applyTemplate();
            LlmpSession session = llmp.session();
            assertThat(session.run(asked("--limit", "30", "--set", LIMIT + "40"))
                            .exit())
                    .isZero();
            assertThat(provider.count("requests")).isEqualTo(30);

            LlmpProcess.Result second = llmp.run(asked("--set", LIMIT + "40"));
            assertThat(second.exit()).as(second.err()).isEqualTo(ExitCode.STOPPED);
            assertThat(second.err())
                    .contains("the limit of 40 requests a day is used up")
                    .containsPattern("possible again in (23 h|24 h)")
                    .containsPattern(
                            "Run the same command again from \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC on: every answer");
            assertThat(second.out()).contains("40 of 60 done: 10 answered, 30 reused");
            assertThat(provider.count("requests")).isEqualTo(40);

            LlmpProcess.Result third = session.run(asked());
            assertThat(third.exit()).as(third.err()).isEqualTo(ExitCode.STOPPED);
            assertThat(third.err())
                    .as("the provider's own limit is no failure either")
                    .contains("A limit of provider openai is reached")
                    .contains("UTC on");
            assertThat(third.out()).contains("50 of 60 done: 20 answered, 30 reused");
        }
    }

    private static String[] asked(String... more) {
        Stream<String> common = Stream.of("--provider", "openai", "--model", "m");
        return Samples.run("out.csv", Stream.concat(common, Stream.of(more)).toArray(String[]::new));
    }
}
