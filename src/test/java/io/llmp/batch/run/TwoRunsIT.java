package io.llmp.batch.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.answer.online.Asking;
import io.llmp.batch.estimate.EstimatorTest;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.control.RunProgress;
import io.llmp.batch.run.control.RunWatcher;
import io.llmp.batch.run.spec.RunSpec;
import io.llmp.batch.run.spec.Tuning;
import io.llmp.batch.simulator.Simulator;
import io.llmp.batch.simulator.http.SimulatorFixture;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Two runs at once in one process, on one key, over HTTP. */
@Timeout(300)
class TwoRunsIT {

    private static final int ROWS = 60;
    private static final int REQUESTS_PER_MINUTE = 1_200;

    /** The calls after the first one, at 20 a second; the limiter makes lateness up to 100 ms good. */
    private static final Duration LEAST = Duration.ofMillis(50 * (2 * ROWS - 1) - 100);

    private final long origin = System.nanoTime();
    /** When a run began first, before any call, and when the last record was kept; in nanoseconds. */
    private final LongAccumulator begun = new LongAccumulator(Math::min, Long.MAX_VALUE);

    private final LongAccumulator kept = new LongAccumulator(Math::max, Long.MIN_VALUE);

    @TempDir
    private Path directory;

    @Test
    void keepALimitTogether() throws Exception {
        try (ConfigurableApplicationContext context = open();
                Simulator.Server server = SimulatorFixture.start()) {
            CompletableFuture<Run> first = CompletableFuture.supplyAsync(() -> run(context, server, "first"));
            CompletableFuture<Run> second = CompletableFuture.supplyAsync(() -> run(context, server, "second"));
            for (CompletableFuture<Run> run : List.of(first, second)) {
                assertThat(run.get(120, TimeUnit.SECONDS).status()).isEqualTo(RunStatus.COMPLETED);
                assertThat(run.get().counts().succeeded()).isEqualTo(ROWS);
            }

            assertThat(ServedCalls.of(server).stats().path("requests").asInt()).isEqualTo(2 * ROWS);
            // With a limit for each they would take half of that. A slow machine only takes longer.
            assertThat(Duration.ofNanos(kept.get() - begun.get())).isGreaterThanOrEqualTo(LEAST);
        }
    }

    private ConfigurableApplicationContext open() throws Exception {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(EstimatorTest.Parts.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.main.banner-mode=off",
                        "spring.config.location=optional:classpath:/",
                        "llmp.store.home=" + directory.resolve("home"),
                        "llmp.providers.openai.base-url=http://127.0.0.1:1/v1")
                .run();
        context.getBean(TemplateRegistry.class).apply(Asking.TEMPLATE, "triage.yaml");
        for (String name : List.of("first", "second")) {
            List<String> lines = new ArrayList<>(List.of("id"));
            IntStream.range(0, ROWS).forEach(row -> lines.add(name + row));
            Files.write(directory.resolve(name + ".csv"), lines);
        }
        return context;
    }

    private Run run(ConfigurableApplicationContext context, Simulator.Server server, String name) {
        RunSpec spec = new RunSpec(
                TemplateRef.parse("triage"),
                new RunSpec.Input(
                        directory.resolve(name + ".csv").toString(),
                        null,
                        StandardCharsets.UTF_8,
                        ',',
                        RunSpec.Empty.FAIL),
                new RunSpec.Output(directory.resolve(name + "-out.csv").toString(), null, true, false),
                new RunSpec.Model("openai", "m", server.baseUrl()),
                new Tuning(null, REQUESTS_PER_MINUTE, null, null, null, Map.of()),
                null,
                null,
                false,
                false,
                false);
        return context.getBean(Runs.class)
                .start(spec, new RunControl(), new Watcher())
                .run();
    }

    private final class Watcher implements RunWatcher {

        @Override
        public void begins(Run run, boolean resumed, String note, RunProgress progress) {
            begun.accumulate(System.nanoTime() - origin);
        }

        @Override
        public void warns(String warning) {}

        @Override
        public void recorded(JobRecord record) {
            kept.accumulate(System.nanoTime() - origin);
        }
    }
}
