package io.llmp.batch.metrics;

import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.run.control.RunProgress;
import io.llmp.batch.run.control.RunWatcher;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one execution of a run, as one trace: the run, its splits, and some of the items sent to the model. An item's span is
 * made of its record, attempts and repairs included, as the conventions for generative AI want it; so nothing is measured for
 * it. docs/metrics.md says what each tells. Safe for use by many threads.
 */
public final class RunSpans implements RunWatcher, AutoCloseable {

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final double sample;
    private final InstantSource clock;
    private final Map<Integer, Span> splits = new ConcurrentHashMap<>();
    private volatile @Nullable Span run;
    private volatile RunStatus status = RunStatus.FAILED;

    RunSpans(SdkTracerProvider provider, double sample, InstantSource clock) {
        this.provider = provider;
        this.tracer = provider.get("io.llmp.batch");
        this.sample = sample;
        this.clock = clock;
    }

    @Override
    public void begins(Run begun, boolean resumed, String note, RunProgress progress) {
        run = SpanAttributes.ofRun(
                        tracer.spanBuilder(
                                "run " + begun.identity().provenance().template()),
                        begun,
                        resumed)
                .setNoParent()
                .setStartTimestamp(clock.instant())
                .startSpan();
    }

    @Override
    public void warns(String warning) {}

    @Override
    public void splitBegins(int split) {
        splits.put(
                split,
                under(run, tracer.spanBuilder("split " + split))
                        .setAttribute("llmp.split", (long) split)
                        .setStartTimestamp(clock.instant())
                        .startSpan());
    }

    @Override
    public void splitEnded(int split) {
        Span span = splits.remove(split);
        if (span != null) {
            span.end(clock.instant());
        }
    }

    @Override
    public void recorded(JobRecord record) {
        if (record.costs().attempts() == 0 || !isSampled(record.itemIndex(), sample)) {
            return;
        }
        Instant end = record.createdAt();
        Span span = SpanAttributes.ofCall(
                        under(
                                splits.getOrDefault(record.split(), run),
                                tracer.spanBuilder(SpanAttributes.name(record))),
                        record)
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(end.minus(record.costs().latency()))
                .startSpan();
        SpanAttributes.failure(span, record);
        span.end(end);
    }

    /**
     * Decides by its position whether an item is one of the sample: multiples of the golden ratio are spread so evenly that
     * the share holds for any stretch of items, and follow no pattern that rows might have.
     */
    static boolean isSampled(long item, double share) {
        return ((item * 0x9E3779B97F4A7C15L) >>> 11) * 0x1.0p-53 < share;
    }

    private static SpanBuilder under(@Nullable Span parent, SpanBuilder span) {
        return parent == null ? span : span.setParent(Context.root().with(parent));
    }

    /** Takes note of how the run ended. */
    public void ended(Run ending) {
        status = ending.status();
        Span span = run;
        if (span != null) {
            SpanAttributes.counts(span, ending);
        }
    }

    /** Ends the spans that are open, and sends what has not been sent, for a short time only. */
    @Override
    public void close() {
        splits.keySet().forEach(this::splitEnded);
        Span span = run;
        if (span != null) {
            span.setAttribute("llmp.run.status", SpanAttributes.lower(status));
            if (status == RunStatus.FAILED) {
                span.setStatus(StatusCode.ERROR).setAttribute("error.type", "failed");
            }
            span.end(clock.instant());
        }
        SpanSending.end(provider);
    }
}
