package io.llmp.batch.metrics;

import io.llmp.batch.problem.Causes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans to a collector from a thread of its own, in batches, out of a queue of 2,048 (the SDK's own bounds): what does
 * not fit in because the collector is slow or away is dropped. The first failure is logged, no other. Safe for use by many
 * threads.
 */
final class SpanSending implements SpanExporter {

    private static final Logger LOG = LoggerFactory.getLogger(SpanSending.class);

    /** Bounds each attempt to send a batch, so that an end of a run never waits for longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SpanExporter collector;
    private final AtomicBoolean hasFailed = new AtomicBoolean();

    private SpanSending(SpanExporter collector) {
        this.collector = collector;
    }

    /**
     * Returns what makes spans and sends them to {@code address}.
     *
     * @param headers go with each request
     */
    static SdkTracerProvider to(URI address, Map<String, String> headers) {
        SpanExporter collector = OtlpHttpSpanExporter.builder()
                .setEndpoint(address.toString())
                .setHeaders(() -> headers)
                .setConnectTimeout(PATIENCE)
                .setTimeout(PATIENCE)
                .setRetryPolicy(null)
                .build();
        return SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(
                                Attributes.builder().put("service.name", "llmp").build())))
                .addSpanProcessor(BatchSpanProcessor.builder(new SpanSending(collector))
                        .setScheduleDelay(Duration.ofSeconds(1))
                        .setExporterTimeout(PATIENCE)
                        .build())
                .build();
    }

    /** Sends what is left, for as long as one batch may take, and frees the threads. */
    static void end(SdkTracerProvider spans) {
        spans.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = collector.export(spans);
        result.whenComplete(() -> {
            if (!result.isSuccess() && hasFailed.compareAndSet(false, true)) {
                LOG.warn("Spans could not be sent, which is not said again: {}", reason(result.getFailureThrowable()));
            }
        });
        return result;
    }

    private static String reason(@Nullable Throwable failure) {
        String words = failure == null ? null : Causes.innermost(failure).getMessage();
        return words == null ? "the collector refuses them, is not there, or takes too long" : words;
    }

    @Override
    public CompletableResultCode flush() {
        return collector.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return collector.shutdown();
    }
}
