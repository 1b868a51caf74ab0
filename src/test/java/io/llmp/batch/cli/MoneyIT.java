package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.llm.Price;
import io.llmp.batch.llm.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Estimating, bounding and agreeing to what a run costs, as a user does; the provider charges by what it counts. */
class MoneyIT {

    private static final int ROWS = 300;
    private static final Price PRICE = new Price(new BigDecimal("10"), new BigDecimal("10"), new BigDecimal("100"));
    private static final List<String> COMMON =
            List.of("--input", "tickets.csv", "--provider", "openai", "--model", "m", "--concurrency", "64");

    @SessionDirectory
    private Path directory;

    @Test
    void aRunIsEstimatedAgreedToAndBounded() throws IOException {
        try (SimulatedProvider provider = new SimulatedProvider(Map.of("latency", "50ms", "faults.invalid", "0.05"))) {
            LlmpSession llmp = prepare(provider).session();
            assertThat(llmp.run("job", "apply", "teams.yaml").exit()).isZero();

            assertThat(llmp.run(run("--max-cost", "1")).err())
                    .contains("there is no price for model m")
                    .contains("llmp.prices");
            LlmpProcess.Result probed =
                    llmp.run(priced(join(List.of(List.of("estimate", "teams", "--probe", "20", "--json"), COMMON))));
            assertThat(probed.exit()).as(probed.err()).isZero();
            JsonNode estimate = JsonMapper.shared().readTree(probed.out()).get(0);
            long asked = provider.count("distinct");
            assertThat(asked)
                    .as("20 rows, and a repair is a request of its own")
                    .isBetween(20L, 30L);
            assertThat(estimate.at("/reused/likely").asInt()).isEqualTo(20);
            double high = estimate.at("/cost_usd/high").asDouble();

            LlmpProcess.Result refused = llmp.run(priced(run("--confirm-above", "0.01")));
            assertThat(refused.exit()).isEqualTo(ExitCode.INVALID);
            assertThat(refused.err()).contains("The run may cost up to $").contains("--max-cost limits");
            assertThat(provider.count("distinct")).as("nothing was sent").isEqualTo(asked);

            BigDecimal before = bill(provider);
            LlmpProcess.Result stopped = llmp.run(priced(run("--max-cost", "0.5")));
            assertThat(stopped.exit()).as(stopped.err()).isEqualTo(ExitCode.STOPPED);
            assertThat(stopped.err()).contains("The spending limit is reached").contains("--max-cost");
            assertThat(bill(provider).subtract(before)).isLessThanOrEqualTo(new BigDecimal("0.5"));

            LlmpProcess.Result complete = llmp.run(priced("restart", "last", "--max-cost", "50"));
            assertThat(complete.exit()).as(complete.err()).isIn(ExitCode.OK, ExitCode.SKIPPED);
            assertThat(Files.readAllLines(directory.resolve("out.csv"))).hasSize(ROWS + 1);
            assertThat(bill(provider).subtract(before).doubleValue()).isLessThanOrEqualTo(high * 1.1);
        }
    }

    /** Ctrl-D at the beginning of a line ends the input of a terminal. Other answers are in {@code CostConfirmationTest}. */
    @Test
    void onATerminalNothingButAYesBeginsTheRun() {
        assumeThat(Path.of("/usr/bin/script")).isExecutable();
        try (SimulatedProvider provider = new SimulatedProvider(Map.of("latency", "1ms"))) {
            LlmpProcess llmp = prepare(provider);
            assertThat(llmp.session().run("job", "apply", "teams.yaml").exit()).isZero();
            String[] asking = priced(run("--confirm-above", "0.01", "--limit", "10"));
            LlmpProcess.Result refused = llmp.startOnTerminal(120, 40, asking).answer("Start? [y/N] ", "\u0004");
            assertThat(refused.exit()).as(refused.out()).isEqualTo(ExitCode.INVALID);
            assertThat(refused.out())
                    .contains("The run may cost up to $", ", more than $0.01.", "llmp: no run was started");
            assertThat(provider.count("requests")).isZero();

            LlmpProcess.Result agreed = llmp.startOnTerminal(120, 40, asking).answer("Start? [y/N] ", "y\n");
            assertThat(agreed.exit()).as(agreed.out()).isZero();
            assertThat(provider.count("answered")).isEqualTo(10);
        }
    }

    private LlmpProcess prepare(SimulatedProvider provider) {
        Samples.write(directory.resolve("teams.yaml"), Samples.TEMPLATE + "model: {maxOutputTokens: 50}\n");
        Samples.tickets(directory, ROWS);
        return new LlmpProcess(
                directory,
                Map.of(
                        "OPENAI_API_KEY",
                        "k",
                        "OPENAI_BASE_URL",
                        provider.baseUrl().toString()));
    }

    private static String[] run(String... more) {
        return join(List.of(List.of("run", "teams", "--output", "out.csv"), COMMON, List.of(more)));
    }

    private static String[] priced(String... arguments) {
        return join(List.of(
                List.of(arguments),
                List.of("--set", "llmp.prices.m.input=10"),
                List.of("--set", "llmp.prices.m.cached=10"),
                List.of("--set", "llmp.prices.m.output=100")));
    }

    private static String[] join(List<List<String>> parts) {
        return parts.stream().flatMap(List::stream).toArray(String[]::new);
    }

    private static BigDecimal bill(SimulatedProvider provider) {
        return PRICE.cost(new Usage(provider.count("prompt_tokens"), 0, provider.count("completion_tokens")));
    }
}
