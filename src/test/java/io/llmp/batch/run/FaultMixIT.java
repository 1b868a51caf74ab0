package io.llmp.batch.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.llmp.batch.Nightly;
import io.llmp.batch.estimate.EstimatorTest;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.spec.RunSpec;
import io.llmp.batch.run.spec.SkipLimit;
import io.llmp.batch.run.spec.Tuning;
import io.llmp.batch.simulator.Simulator;
import io.llmp.batch.simulator.http.SimulatorFixture;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.file.TemplateFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whole runs over HTTP through every fault at once, whose records are held against the simulator's own log of its calls. A
 * connection that breaks is no exception: the simulator counts a call before it breaks its connection.
 */
@Timeout(300)
class FaultMixIT {

    private static final int ROWS = 600;
    private static final ServedCalls.Rules RULES = new ServedCalls.Rules(300, 600, 2, 3);

    private static final String TEMPLATE = """
            name: triage
            key: id
            instruction: Route the ticket.
            prompt: "Ticket {{id}}: {{subject}}"
            input:
              type: object
              required: [id, subject]
              properties: {id: {type: string}, subject: {type: string}}
            output:
              type: object
              required: [team, urgency]
              additionalProperties: false
              properties:
                team: {enum: [billing, access, sales]}
                urgency: {type: integer, minimum: 1, maximum: 5}
            model: {maxOutputTokens: 300, maxOutputTokensCeiling: 600}
            repairs: 2
            """;

    /** A fifth of the calls fail for now: so many that some rows are given up, too few to be taken for an outage. */
    private static final List<String> FAULTS = List.of(
            "faults.error=0.03",
            "faults.bad-gateway=0.03",
            "faults.overloaded=0.03",
            "faults.reset=0.04",
            "faults.cut-body=0.04",
            "faults.garbled=0.03",
            "faults.invalid=0.25",
            "faults.truncated=0.08",
            "faults.refusal=0.04",
            "faults.content-filter=0.04");

    @TempDir
    private static Path directory;

    private static ConfigurableApplicationContext context;

    @BeforeAll
    static void open() throws Exception {
        context = new SpringApplicationBuilder(EstimatorTest.Parts.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.main.banner-mode=off",
                        "spring.config.location=optional:classpath:/",
                        "llmp.store.home=" + directory.resolve("home"),
                        "llmp.providers.openai.base-url=http://127.0.0.1:1/v1",
                        "llmp.providers.anthropic.protocol=anthropic",
                        "llmp.prices.m.input=1",
                        "llmp.prices.m.cached=1",
                        "llmp.prices.m.output=1",
                        "llmp.retry.max-attempts=" + RULES.attempts(),
                        "llmp.retry.first-delay=1ms",
                        "llmp.retry.max-delay=5ms")
                .run();
        Path file = Files.writeString(directory.resolve("triage.yaml"), TEMPLATE);
        context.getBean(TemplateRegistry.class).apply(TemplateFile.read(file), "triage.yaml");
        List<String> lines = new ArrayList<>(List.of("id,subject"));
        IntStream.range(0, ROWS).forEach(i -> lines.add(i + ",The invoice of order " + i));
        Files.write(directory.resolve("in.csv"), lines);
    }

    @AfterAll
    static void close() {
        context.close();
    }

    /** One seed a protocol in every build; {@link RowFaultsTest} has more of them in memory. */
    static List<Arguments> mixes() {
        List<Arguments> one = List.of(arguments("openai", 1), arguments("anthropic", 2));
        List<Arguments> two = List.of(one.get(0), one.get(1), arguments("openai", 2), arguments("anthropic", 1));
        return Nightly.choose(one, two);
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("mixes")
    void theRecordsSayWhatTheProviderSaysItServed(String provider, int seed) throws Exception {
        List<String> settings = new ArrayList<>(FAULTS);
        settings.add("seed=" + seed);
        try (Simulator.Server server = SimulatorFixture.start(settings.toArray(String[]::new))) {
            Run run = run(provider, seed, server);
            assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
            List<JobRecord> records = context.getBean(JobRecordStore.class).inInputOrder(run.id(), 0, ROWS + 1);
            ServedCalls served = ServedCalls.of(server);

            assertThat(records).hasSize(ROWS);
            assertThat(served.byRow()).hasSize(ROWS);
            List<ServedCalls.Fate> fates = new ArrayList<>();
            for (JobRecord record : records) {
                fates.add(held(record, served.byRow()));
            }
            assertThat(fates).as("the mix is one").anyMatch(ServedCalls.Fate::raised);
            assertThat(reasons(records))
                    .containsExactlyInAnyOrder(
                            SkipReason.REFUSED,
                            SkipReason.CONTENT_FILTERED,
                            SkipReason.INVALID_OUTPUT,
                            SkipReason.TRUNCATED,
                            SkipReason.PROVIDER_UNAVAILABLE);
            assertThat(run.counts()).isEqualTo(sum(records));
            long calls = served.byRow().values().stream().mapToLong(List::size).sum();
            assertThat(calls).isEqualTo(served.stats().path("requests").asLong());
        }
    }

    /** Holds a record against what was served for its row. */
    private static ServedCalls.Fate held(JobRecord record, Map<String, List<JsonNode>> served) {
        JsonNode input = JsonMapper.shared().readTree(record.input());
        String row = "Ticket " + input.path("id").asString() + ": "
                + input.path("subject").asString();
        List<JsonNode> calls = served.getOrDefault(row, List.of());
        ServedCalls.Fate fate = ServedCalls.follow(calls, record.costs().attempts(), RULES);
        SkipReason reason = record.outcome() instanceof Outcome.Skipped skipped ? skipped.reason() : null;
        assertThat(reason).as("%s of %s", record, calls).isEqualTo(fate.reason());
        assertThat(record.costs().attempts()).as("attempts of %s", calls).isEqualTo(fate.calls());
        assertThat(record.costs().repairs()).as("repairs of %s", calls).isEqualTo(fate.repairs());
        assertThat(record.costs().usage().total()).as("tokens of %s", calls).isEqualTo(fate.tokens());
        JsonNode last = calls.get(calls.size() - 1);
        assertThat(record.costs().requestId())
                .as("the name of the last call of %s", calls)
                .isEqualTo(
                        last.path("fault").asString("").matches("reset|cut_body")
                                ? null
                                : last.path("id").asString());
        return fate;
    }

    private static Set<SkipReason> reasons(List<JobRecord> records) {
        Set<SkipReason> reasons = EnumSet.noneOf(SkipReason.class);
        for (JobRecord record : records) {
            if (record.outcome() instanceof Outcome.Skipped skipped) {
                reasons.add(skipped.reason());
            }
        }
        return reasons;
    }

    private static RunCounts sum(List<JobRecord> records) {
        RunCounts sum = RunCounts.NONE;
        for (JobRecord record : records) {
            sum = sum.plus(record);
        }
        return sum;
    }

    private static Run run(String provider, int seed, Simulator.Server server) {
        Path output = directory.resolve("out-" + provider + seed + ".csv");
        RunSpec spec = new RunSpec(
                TemplateRef.parse("triage"),
                new RunSpec.Input(
                        directory.resolve("in.csv").toString(), null, StandardCharsets.UTF_8, ',', RunSpec.Empty.FAIL),
                new RunSpec.Output(output.toString(), null, true, false),
                new RunSpec.Model(provider, "m", server.baseUrl()),
                new Tuning(null, null, null, new SkipLimit(100, true), null, Map.of()),
                null,
                null,
                false,
                false,
                false);
        return context.getBean(Runs.class)
                .start(spec, new RunControl(), new EstimatorTest.Quiet())
                .run();
    }
}
