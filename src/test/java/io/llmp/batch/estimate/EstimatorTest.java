package io.llmp.batch.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.llmp.batch.Nightly;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.llm.ModelSelection;
import io.llmp.batch.llm.Price;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.run.ProgramParts;
import io.llmp.batch.run.Runs;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.control.RunProgress;
import io.llmp.batch.run.control.RunWatcher;
import io.llmp.batch.run.spec.RunSpec;
import io.llmp.batch.run.spec.Tuning;
import io.llmp.batch.simulator.Simulator;
import io.llmp.batch.simulator.SimulatorSettings;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.file.TemplateFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Estimates beside the bills of the simulator, which counts the tokens that it would charge for. */
@Timeout(300)
public class EstimatorTest {

    private static final int SEEDS = Nightly.choose(4, 10);
    private static final int ROWS = 400;
    /** The simulator does not count what it would charge as cached, so that costs what the rest does. */
    private static final Price PRICE =
            new Price(new BigDecimal("0.25"), new BigDecimal("0.25"), new BigDecimal("2.00"));

    private static final String TEMPLATE = """
            name: notes
            instruction: Summarise the note, and name up to four of its subjects.
            input:
              type: object
              required: [note]
              properties: {note: {type: string, minLength: 1}}
            output:
              type: object
              required: [summary, subjects]
              additionalProperties: false
              properties:
                summary: {type: string}
                subjects: {type: array, maxItems: 4, items: {type: string}}
            model: {maxOutputTokens: 400}
            """;

    @TempDir
    private static Path directory;

    private static ConfigurableApplicationContext context;

    @BeforeAll
    static void open() throws IOException {
        List<String> properties = new ArrayList<>(List.of(
                "spring.main.banner-mode=off",
                "spring.config.location=optional:classpath:/",
                "logging.level.org.springframework.batch=OFF",
                "llmp.store.home=" + directory.resolve("home"),
                "llmp.default-provider=p",
                "llmp.providers.p.base-url=http://127.0.0.1:1/v1"));
        for (int seed = 0; seed < SEEDS + 2; seed++) {
            properties.add("llmp.prices.m" + seed + ".input=" + PRICE.input());
            properties.add("llmp.prices.m" + seed + ".cached=" + PRICE.cached());
            properties.add("llmp.prices.m" + seed + ".output=" + PRICE.output());
        }
        context = new SpringApplicationBuilder(Parts.class)
                .web(WebApplicationType.NONE)
                .properties(properties.toArray(String[]::new))
                .run();
        Path file = Files.writeString(directory.resolve("notes.yaml"), TEMPLATE);
        context.getBean(TemplateRegistry.class).apply(TemplateFile.read(file), "notes.yaml");
    }

    @AfterAll
    static void close() {
        context.close();
    }

    @Test
    void theBillsOfTheSeedsAreInsideTheirIntervals() throws Exception {
        StringBuilder log = new StringBuilder();
        int blind = 0;
        int probed = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Path input = notes("notes" + seed + ".csv", seed, ROWS);
            try (Simulator.Server server = server(seed, 0.02)) {
                ModelSelection selection = selection(server, "m" + seed);
                Range before = cost(input, selection);
                double probe = run(input, selection, 40L);
                assertThat(probe).isCloseTo(bill(server), within(1e-9));

                Range after = cost(input, selection);
                double rest = run(input, selection, null);
                assertThat(probe + rest)
                        .as("the records' costs are what was billed")
                        .isCloseTo(bill(server), within(1e-9));
                log.append(before)
                        .append(' ')
                        .append(after)
                        .append(' ')
                        .append(probe + rest)
                        .append('\n');
                blind += holds(before, probe + rest);
                probed += holds(after, rest);
                assertThat(after.high() - after.low()).isLessThan((before.high() - before.low()) / 2);
            }
        }
        assertThat(blind).as("without having seen an answer:%n%s", log).isGreaterThanOrEqualTo(SEEDS - 1);
        assertThat(probed).as("after a probe:%n%s", log).isGreaterThanOrEqualTo(SEEDS - 1);
    }

    @Test
    void tellsWhatIsAskedReusedAndSkipped() throws Exception {
        List<String> lines = new ArrayList<>(Files.readAllLines(notes("some.csv", 1, 100)));
        lines.addAll(lines.subList(1, 11));
        lines.add("\"\"");
        lines.add("too,many,cells");
        Path input = Files.write(directory.resolve("mixed.csv"), lines);
        try (Simulator.Server server = server(1, 0)) {
            ModelSelection selection = selection(server, "m" + SEEDS);

            Estimate.Rows rows = estimate(input, selection, null).rows();
            assertThat(rows.all()).isEqualTo(112);
            assertThat(rows.isExact()).isTrue();
            assertThat(rows.asked()).isEqualTo(Range.exactly(100));
            assertThat(rows.reused()).isEqualTo(Range.exactly(10));
            assertThat(rows.skipped())
                    .isEqualTo(Map.of(
                            SkipReason.MALFORMED_ROW, Range.exactly(1), SkipReason.INVALID_INPUT, Range.exactly(1)));
            assertThat(estimate(input, selection, 7L).rows().asked()).isEqualTo(Range.exactly(7));

            run(input, selection, 30L);
            Estimate after = estimate(input, selection, null);
            assertThat(after.rows().reused()).isEqualTo(Range.exactly(40));
            assertThat(after.tokens().completionBasis()).isEqualTo("by 30 rows sent before");
            run(input, selection, null);
            Estimate nothing = estimate(input, selection, null);
            assertThat(nothing.rows().asked()).isEqualTo(Range.exactly(0));
            assertThat(nothing.money())
                    .isNotNull()
                    .extracting(Estimate.Money::total)
                    .isEqualTo(Range.exactly(0));
        }
    }

    @Test
    void judgesAnInputTooLargeToLookAtAllOfItByASample() throws Exception {
        List<String> lines = new ArrayList<>(List.of("note"));
        IntStream.range(0, 80_000).forEach(i -> lines.add(i % 4 == 0 ? "\"\"" : "note " + i));
        Path input = Files.write(directory.resolve("large.csv"), lines);

        Estimate estimate = estimate(input, new ModelSelection(null, "unheard-of", null, 8, 60, null), null);

        assertThat(estimate.rows().all()).isEqualTo(80_000);
        assertThat(estimate.rows().isExact()).isFalse();
        assertThat(estimate.rows().surveyed()).isEqualTo(50_000);
        assertThat(estimate.rows().asked().low()).isBetween(59_000.0, 60_000.0);
        assertThat(estimate.rows().asked().high()).isBetween(60_000.0, 61_000.0);
        assertThat(estimate.money()).as("no price is no cost of nothing").isNull();
        assertThat(estimate.time().boundBy()).isEqualTo("60 requests a minute");
        assertThat(estimate.time().seconds().likely()).isBetween(59_000.0, 61_000.0);
    }

    private static int holds(Range range, double bill) {
        return range.low() <= bill && bill <= range.high() ? 1 : 0;
    }

    private static Range cost(Path input, ModelSelection selection) {
        Estimate.Money money = estimate(input, selection, null).money();
        assertThat(money).isNotNull();
        return money == null ? Range.exactly(0) : money.total();
    }

    private static Estimate estimate(Path input, ModelSelection selection, @Nullable Long limit) {
        return context.getBean(Estimator.class)
                .estimate(new EstimateRequest(
                        TemplateRef.parse("notes"), input.toString(), InputOptions.DEFAULT, selection, limit, true));
    }

    /** Runs the first {@code limit} rows, or all, and returns what that cost. */
    private static double run(Path input, ModelSelection selection, @Nullable Long limit) {
        RunSpec spec = new RunSpec(
                TemplateRef.parse("notes"),
                new RunSpec.Input(input.toString(), null, StandardCharsets.UTF_8, ',', RunSpec.Empty.FAIL),
                new RunSpec.Output(input + ".out.csv", null, true, false),
                new RunSpec.Model(selection.provider(), selection.model(), selection.baseUrl()),
                Tuning.NONE,
                limit,
                null,
                false,
                true,
                false);
        Run run = context.getBean(Runs.class)
                .start(spec, new RunControl(), new Quiet())
                .run();
        return run.counts().cost().doubleValue();
    }

    private static Simulator.Server server(int seed, double refusals) {
        SimulatorSettings settings = new Binder(new MapConfigurationPropertySource(Map.of(
                        "s.seed", seed, "s.latency", "0ms", "s.faults.invalid", 0.05, "s.faults.refusal", refusals)))
                .bindOrCreate("s", SimulatorSettings.class);
        return context.getBean(Simulator.class).start(0, settings);
    }

    private static ModelSelection selection(Simulator.Server server, String model) {
        return new ModelSelection(null, model, server.baseUrl(), null, null, null);
    }

    private static double bill(Simulator.Server server) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.baseUrl().resolve("/stats")).build();
        JsonNode stats = JsonMapper.shared()
                .readTree(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
        return PRICE.cost(new Usage(
                        stats.get("prompt_tokens").asLong(),
                        0,
                        stats.get("completion_tokens").asLong()))
                .doubleValue();
    }

    /** Writes rows of a few to many words. */
    private static Path notes(String name, int seed, int rows) throws IOException {
        Random random = new Random(seed);
        List<String> words =
                List.of("invoice", "late", "again", "server", "down", "since", "Monday", "thanks", "refund");
        List<String> lines = new ArrayList<>(List.of("note"));
        for (int row = 0; row < rows; row++) {
            lines.add(row + " "
                    + random.ints(3 + random.nextInt(60), 0, words.size())
                            .mapToObj(words::get)
                            .collect(Collectors.joining(" ")));
        }
        return Files.write(directory.resolve(name), lines);
    }

    public static final class Quiet implements RunWatcher {

        @Override
        public void begins(Run run, boolean resumed, String note, RunProgress progress) {}

        @Override
        public void warns(String warning) {}
    }

    // Not a @Configuration, so that no other test's scan of this package finds it.
    @Import(ProgramParts.class)
    @ComponentScan(
            basePackages = {"io.llmp.batch.simulator", "io.llmp.batch.llm", "io.llmp.batch.dispatch"},
            useDefaultFilters = false,
            includeFilters = @Filter(Configuration.class))
    public static class Parts {}
}
