package io.llmp.batch.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.llmp.batch.answer.online.Asking;
import io.llmp.batch.dispatch.CallPools;
import io.llmp.batch.dispatch.CallerState;
import io.llmp.batch.dispatch.RetryPolicies;
import io.llmp.batch.export.ResultFormat;
import io.llmp.batch.export.ResultSchema;
import io.llmp.batch.input.Split;
import io.llmp.batch.llm.Endpoint;
import io.llmp.batch.llm.Endpoints;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.Provider;
import io.llmp.batch.llm.Providers;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.Lease;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.Samples;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.record.SplitStore;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.control.RunProgress;
import io.llmp.batch.run.control.RunWatcher;
import io.llmp.batch.run.spec.Continuation;
import io.llmp.batch.run.spec.Retried;
import io.llmp.batch.run.spec.RunSpec;
import io.llmp.batch.run.spec.SkipLimit;
import io.llmp.batch.run.spec.Tuning;
import io.llmp.batch.simulator.Simulator;
import io.llmp.batch.simulator.SimulatorSettings;
import io.llmp.batch.store.StoreDatabase;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/**
 * The whole program but for its command line and its providers: calls are answered by the test. Long because what a test may
 * ask for or look at is in one place.
 */
final class Engine implements AutoCloseable {

    /** Answers the {@code call}-th call, counted from 1 since it answers. */
    interface Answers {
        ModelResult answer(String row, int call);
    }

    static final int SLOTS = 4;

    final List<String> asked = new CopyOnWriteArrayList<>();

    volatile RunSpec.Empty empty = RunSpec.Empty.FILES;

    /** While set, no record can be stored. */
    volatile boolean storeIsFull;

    /** Called before records are stored. */
    volatile Runnable beforeSave = () -> {};

    final Path output;

    /** Name of the output's format, or null to tell it from the extension. */
    volatile @Nullable String outputFormat;

    private final Path input;
    private final ConfigurableApplicationContext context;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile RunProgress progress = new RunProgress();
    private volatile Answers model = (row, call) -> Asking.reply(Asking.VALID);

    /** A run over {@code rows} rows, whose ids count from 0. */
    Engine(Path directory, int rows) throws IOException {
        this(directory, rows, "{}");
    }

    /** @param extra further fields of the provider's requests, as it is configured */
    Engine(Path directory, int rows, String extra) throws IOException {
        input = directory.resolve("in.csv");
        output = directory.resolve("out.csv");
        input(IntStream.range(0, rows).mapToObj(Integer::toString).toList());
        Path home = directory.resolve("home");
        if (Files.notExists(home)) {
            FileSystemUtils.copyRecursively(PreparedHome.HOME, home);
        }
        context = start(
                home,
                extra,
                List.of(
                        parts -> parts.getBeanFactory().registerSingleton("protocol", protocol()),
                        parts -> parts.getBeanFactory().addBeanPostProcessor(new FillingStore())));
    }

    private static ConfigurableApplicationContext start(
            Path home, String extra, List<ApplicationContextInitializer<ConfigurableApplicationContext>> initializers) {
        return new SpringApplicationBuilder(Parts.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.main.banner-mode=off",
                        // Failures are what the tests are about.
                        "logging.level.org.springframework.batch=OFF",
                        "spring.config.location=optional:classpath:/",
                        "llmp.store.home=" + home,
                        "test.extra=" + extra)
                .initializers(initializers.toArray(ApplicationContextInitializer<?>[]::new))
                .run();
    }

    /** A home whose store has its tables and the template, made once by a JVM and copied for each engine. */
    private static final class PreparedHome {

        static final Path HOME = make();

        private static Path make() {
            try {
                Path directory = Files.createTempDirectory("llmp-engine");
                Runtime.getRuntime()
                        .addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(directory.toFile())));
                Path home = directory.resolve("home");
                try (ConfigurableApplicationContext parts = start(home, "{}", List.of())) {
                    parts.getBean(TemplateRegistry.class).apply(Asking.TEMPLATE, "triage.yaml");
                }
                return home;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Has other rows in the input. */
    void input(List<String> ids) throws IOException {
        List<String> lines = new ArrayList<>(List.of("id"));
        lines.addAll(ids);
        lines(lines);
    }

    /** Has other lines in the input, the header included. */
    void lines(List<String> lines) throws IOException {
        Files.write(input, lines);
    }

    RunStore runs() {
        return context.getBean(RunStore.class);
    }

    /** Has another execution take the newest run over, as if this one were stalled. */
    Lease takeOver() {
        runs().failOrphanedRuns(true, Samples.START);
        return runs().begin(runs().get("last").id(), Samples.execution("another"), Samples.START);
    }

    /** Returns how the newest run is cut. */
    List<Split> splits() {
        return context.getBean(SplitStore.class).splits(runs().get("last").id());
    }

    List<JobRecord> records(Run run) {
        return context.getBean(JobRecordStore.class).inInputOrder(run.id(), 0, 100_000);
    }

    void answer(Answers answers) {
        calls.set(0);
        model = answers;
    }

    RunResult launch(RunControl control, SkipLimit maxSkips) {
        return launch(control, maxSkips, true, null, null);
    }

    /** Runs under a spending limit, with so many calls in flight at once. */
    RunResult launch(String maxCost, int slots) {
        return launch(new RunControl(), SkipLimit.DEFAULT, true, new BigDecimal(maxCost), slots);
    }

    RunResult launch(boolean reuse) {
        return launch(new RunControl(), SkipLimit.DEFAULT, reuse, null, null);
    }

    /** Tries again what was skipped. */
    RunResult retry(RunId run, SkipReason reason, long most) {
        return resume(run, new Continuation.Retry(new Retried(Set.of(reason), most)), Tuning.NONE);
    }

    /** Continues a run by its name, as its spec says. */
    RunResult restart(RunId run) {
        return resume(run, new Continuation.Restart(), Tuning.NONE);
    }

    RunResult resume(RunId run, Continuation how, Tuning changes) {
        return context.getBean(Runs.class).resume(run, how, changes, new RunControl(), new Watcher());
    }

    private RunResult launch(
            RunControl control,
            SkipLimit maxSkips,
            boolean reuse,
            @Nullable BigDecimal maxCost,
            @Nullable Integer slots) {
        return context.getBean(Runs.class).start(spec(maxSkips, reuse, maxCost, slots), control, new Watcher());
    }

    /** Runs a template over an input of its own. */
    RunResult launch(String template, String address, Path to, RunControl control) {
        RunSpec usual = spec(SkipLimit.DEFAULT, true, null, null);
        RunSpec spec = new RunSpec(
                TemplateRef.parse(template),
                new RunSpec.Input(address, null, StandardCharsets.UTF_8, ',', empty),
                new RunSpec.Output(to.toString(), null, false, false),
                usual.model(),
                usual.tuning(),
                null,
                null,
                false,
                true,
                false);
        return context.getBean(Runs.class).start(spec, control, new Watcher());
    }

    /** Returns a part of the program. */
    <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    private RunSpec spec(SkipLimit maxSkips, boolean reuse, @Nullable BigDecimal maxCost, @Nullable Integer slots) {
        return new RunSpec(
                TemplateRef.parse("triage"),
                new RunSpec.Input(input.toString(), null, StandardCharsets.UTF_8, ',', empty),
                new RunSpec.Output(output.toString(), outputFormat, false, false),
                new RunSpec.Model(null, null, null),
                new Tuning(slots, null, null, maxSkips, maxCost, Map.of()),
                null,
                null,
                false,
                reuse,
                false);
    }

    RunResult launch() {
        return launch(new RunControl(), SkipLimit.DEFAULT);
    }

    /** Returns when the current run has so many answers. */
    void awaitSucceeded(long answers) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(25))
                .untilAsserted(
                        () -> assertThat(progress.now().counts().succeeded()).isGreaterThanOrEqualTo(answers));
    }

    /** Returns what the calls of the current run do. */
    @Nullable
    CallerState calls() {
        return progress.now().calls();
    }

    void sql(String statement) {
        context.getBean(JdbcTemplate.class).execute(statement);
    }

    int connectionsInUse() {
        return ((HikariDataSource) context.getBean(StoreDatabase.class).dataSource())
                .getHikariPoolMXBean()
                .getActiveConnections();
    }

    List<String> outputRows() throws IOException {
        List<String> lines = Files.readAllLines(output);
        return lines.subList(1, lines.size());
    }

    @Override
    public void close() {
        context.close();
    }

    private Protocol protocol() {
        return new Protocol() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public int minCacheableTokens(Provider provider, String model) {
                return 1_024;
            }

            @Override
            public UnaryOperator<ModelRequest> billing(Provider provider) {
                return UnaryOperator.identity();
            }

            @Override
            public JsonNode body(Provider provider, ModelRequest request) {
                throw new UnsupportedOperationException("no test asks for it");
            }

            @Override
            public ModelClient connect(Provider provider) {
                return new ModelClient() {
                    @Override
                    public ModelResult call(ModelRequest request) {
                        // After the instruction; a repair has more messages after it.
                        String row = request.messages().get(1).content().replaceAll("\\D", "");
                        asked.add(row);
                        return model.answer(row, calls.incrementAndGet());
                    }

                    @Override
                    public void close() {}
                };
            }
        };
    }

    /** Puts a store of records in place of the real one that can be full, and is the real one while it is not. */
    private final class FillingStore implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof JobRecordStore
                    ? Proxy.newProxyInstance(
                            JobRecordStore.class.getClassLoader(),
                            new Class<?>[] {JobRecordStore.class},
                            (proxy, method, arguments) -> {
                                if (method.getName().equals("save")) {
                                    beforeSave.run();
                                }
                                if (storeIsFull && method.getName().equals("save")) {
                                    throw new DataAccessResourceFailureException("no space left");
                                }
                                try {
                                    return method.invoke(bean, arguments);
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                }
                            })
                    : bean;
        }
    }

    private final class Watcher implements RunWatcher {

        @Override
        public void begins(Run run, boolean resumed, String note, RunProgress begun) {
            progress = begun;
        }

        @Override
        public void warns(String warning) {}
    }

    // Not a @Configuration, so that no other test's scan of this package finds it.
    @EnableConfigurationProperties(SimulatorSettings.class)
    @Import(ProgramParts.class)
    static class Parts {

        /** A format whose library is broken. */
        @Bean
        ResultFormat brokenFormat() {
            return new ResultFormat() {
                @Override
                public String name() {
                    return "broken";
                }

                @Override
                public Set<String> extensions() {
                    return Set.of();
                }

                @Override
                public void verify(ResultSchema schema) {
                    throw new UnsatisfiedLinkError("no codec in java.library.path");
                }

                @Override
                public Writer open(OutputStream out, ResultSchema schema) {
                    throw new AssertionError("must not be opened");
                }
            };
        }

        @Bean
        CallPools callPools() {
            return new CallPools(
                    RetryPolicies.of(1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(20)),
                    System::nanoTime,
                    new Random(1));
        }

        @Bean
        Providers providers(Environment environment) {
            Endpoint endpoint = Endpoints.of(Map.of(
                    "protocol",
                    "test",
                    "base-url",
                    "http://127.0.0.1:1/v1",
                    "model",
                    "gpt",
                    "concurrency",
                    Integer.toString(SLOTS),
                    "extra",
                    environment.getRequiredProperty("test.extra")));
            return new Providers("test", Map.of("test", endpoint), Map.of("gpt", Asking.PRICE), Map.of());
        }

        @Bean
        Simulator simulator() {
            return (port, settings) -> {
                throw new UnsupportedOperationException("no run here simulates");
            };
        }
    }
}
