package io.llmp.batch.metrics;

import io.llmp.batch.dispatch.CallerState;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.run.control.RunProgress;
import io.llmp.batch.run.control.RunProgress.Snapshot;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one run. Calls are measured as they are made, under the names and in the buckets of OpenTelemetry's
 * conventions for generative AI; all else is read from the run's progress when somebody asks, and costs nothing before.
 * docs/metrics.md says what each means. Safe for use by many threads.
 */
final class RunMeters {

    /** Bounds as the conventions have them (gen-ai-metrics, "gen_ai.client.token.usage"): powers of 4, in tokens. */
    private static final double[] TOKEN_BOUNDS = {
        1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864
    };

    /** Bounds as the conventions have them ("gen_ai.client.operation.duration"): 10 ms and its doubles up to 82 s. */
    private static final int DURATION_BOUNDS = 14;

    private static final long FIRST_DURATION_MILLIS = 10;

    private final MeterRegistry registry;
    private final Provenance provenance;
    private final Tags call;
    private final Tags template;
    private final DistributionSummary input;
    private final DistributionSummary output;
    /** By type of error, empty for none. */
    private final ConcurrentMap<String, Timer> durations = new ConcurrentHashMap<>();

    RunMeters(MeterRegistry registry, Run run) {
        this.registry = registry;
        this.provenance = run.identity().provenance();
        this.template = Tags.of(
                "llmp.template",
                provenance.template(),
                "llmp.template.version",
                Integer.toString(provenance.version()));
        this.call = template.and(
                "gen_ai.operation.name", "chat",
                "gen_ai.provider.name", provenance.provider(),
                "gen_ai.request.model", provenance.model());
        this.input = tokens("input");
        this.output = tokens("output");
    }

    /** The name of the run's template. */
    String template() {
        return provenance.template();
    }

    /** Takes note of a call that took {@code nanos}. */
    void called(ModelResult result, long nanos) {
        String error = result instanceof CallFailure failure ? lower(failure.kind()) : "";
        durations.computeIfAbsent(error, this::duration).record(nanos, TimeUnit.NANOSECONDS);
        if (result instanceof ModelReply reply) {
            Usage usage = reply.usage();
            input.record((double) usage.promptTokens());
            output.record((double) usage.completionTokens());
        }
    }

    /** Has everything else read from {@code progress}. */
    void follow(RunProgress progress, Supplier<RunStatus> status) {
        items(progress);
        effort(progress);
        calls(progress);
        for (RunStatus each : RunStatus.values()) {
            gauge(
                    "llmp.run.status",
                    "1 for the state the run is in, 0 for the others",
                    Tags.of("status", lower(each)),
                    progress,
                    moment -> status.get() == each ? 1 : 0);
        }
    }

    private void items(RunProgress progress) {
        gauge(
                "llmp.run.items",
                "Rows of the input",
                Tags.empty(),
                progress,
                m -> m.items() == null ? Double.NaN : m.items());
        gauge(
                "llmp.run.done",
                "Rows that are done with, those of earlier executions included",
                Tags.empty(),
                progress,
                m -> m.counts().done());
        items(progress, "succeeded", "", RunCounts::succeeded);
        items(progress, "reused", "", RunCounts::reused);
        for (SkipReason reason : SkipReason.values()) {
            counter(
                    "llmp.items",
                    "Rows done by this execution",
                    Tags.of("status", "skipped", "reason", lower(reason)),
                    null,
                    progress,
                    m -> m.tally().skips().getOrDefault(reason, 0L));
        }
    }

    private void items(RunProgress progress, String status, String reason, ToDoubleFunction<RunCounts> of) {
        counter(
                "llmp.items",
                "Rows done by this execution",
                Tags.of("status", status, "reason", reason),
                null,
                progress,
                since(of));
    }

    private void effort(RunProgress progress) {
        counter(
                "llmp.cost",
                "Money spent by this execution, where prices are known",
                Tags.empty(),
                "usd",
                progress,
                since(counts -> counts.cost().doubleValue()));
        counter(
                "llmp.retries",
                "Further calls about a row that were no repairs",
                Tags.empty(),
                null,
                progress,
                m -> m.tally().retries());
        counter(
                "llmp.repairs",
                "Calls that asked again for an invalid answer",
                Tags.empty(),
                null,
                progress,
                m -> m.tally().repairs());
        counter(
                "llmp.commits",
                "Transactions in which records were stored",
                Tags.empty(),
                null,
                progress,
                m -> m.tally().commits());
        for (CallerState.Obstacle obstacle : CallerState.Obstacle.values()) {
            if (obstacle != CallerState.Obstacle.NONE) {
                counter(
                        "llmp.blocked",
                        "Time for which the next call had to wait",
                        Tags.of("obstacle", lower(obstacle)),
                        "seconds",
                        progress,
                        m -> m.tally()
                                        .blocked()
                                        .getOrDefault(obstacle, Duration.ZERO)
                                        .toMillis()
                                / 1000.0);
            }
        }
    }

    private void calls(RunProgress progress) {
        gauge("llmp.calls.in_flight", "Calls in flight", Tags.empty(), progress, call(CallerState::inFlight));
        gauge(
                "llmp.calls.waiting",
                "Calls that wait for their turn",
                Tags.empty(),
                progress,
                call(CallerState::waiting));
        gauge(
                "llmp.calls.limit",
                "Calls that may be in flight as things are",
                Tags.empty(),
                progress,
                call(CallerState::concurrency));
        gauge("llmp.calls.slots", "Calls that may be in flight at most", Tags.empty(), progress, Snapshot::slots);
        gauge(
                "llmp.limit.share",
                "Part of the limit of the last minute that was used",
                Tags.of("limit", "requests"),
                progress,
                call(state -> orNone(state.requestShare())));
        gauge(
                "llmp.limit.share",
                "Part of the limit of the last minute that was used",
                Tags.of("limit", "tokens"),
                progress,
                call(state -> orNone(state.tokenShare())));
    }

    private Timer duration(String error) {
        return Timer.builder("gen_ai.client.operation.duration")
                .description("Time of one call to the provider")
                .tags(call.and("error.type", error))
                .serviceLevelObjectives(durationBounds())
                .register(registry);
    }

    private DistributionSummary tokens(String type) {
        return DistributionSummary.builder("gen_ai.client.token.usage")
                .description("Tokens of one reply")
                .tags(call.and("gen_ai.token.type", type))
                .serviceLevelObjectives(TOKEN_BOUNDS)
                .register(registry);
    }

    private void gauge(String name, String what, Tags tags, RunProgress progress, ToDoubleFunction<Snapshot> of) {
        Gauge.builder(name, this, meters -> of.applyAsDouble(progress.now()))
                .description(what)
                .tags(template.and(tags))
                .register(registry);
    }

    private void counter(
            String name,
            String what,
            Tags tags,
            @Nullable String unit,
            RunProgress progress,
            ToDoubleFunction<Snapshot> of) {
        FunctionCounter.builder(name, this, meters -> of.applyAsDouble(progress.now()))
                .description(what)
                .tags(template.and(tags))
                .baseUnit(unit)
                .register(registry);
    }

    /** What this execution added to a count of the run. */
    private static ToDoubleFunction<Snapshot> since(ToDoubleFunction<RunCounts> count) {
        return moment -> count.applyAsDouble(moment.counts()) - count.applyAsDouble(moment.before());
    }

    private static ToDoubleFunction<Snapshot> call(ToDoubleFunction<CallerState> of) {
        return moment -> moment.calls() == null ? 0 : of.applyAsDouble(moment.calls());
    }

    private static double orNone(@Nullable Double share) {
        return share == null ? Double.NaN : share;
    }

    private static Duration[] durationBounds() {
        Duration[] bounds = new Duration[DURATION_BOUNDS];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = Duration.ofMillis(FIRST_DURATION_MILLIS << i);
        }
        return bounds;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
