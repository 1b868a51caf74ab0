package io.llmp.batch.metrics;

import io.llmp.batch.limit.Ticker;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.run.control.RunProgress;
import io.llmp.batch.run.control.RunWatcher;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures one run and brings the figures where they are wanted: served while it works, sent when it ends. What cannot be
 * sent is said in the log and never changes how the run ends. Safe for use by many threads.
 */
public final class RunMetrics implements RunWatcher, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunMetrics.class);

    private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MetricsSettings settings;
    private final Ticker ticker;
    private final @Nullable ScrapeEndpoint endpoint;
    private volatile @Nullable RunMeters meters;
    private volatile RunStatus status = RunStatus.RUNNING;

    private RunMetrics(MetricsSettings settings, Ticker ticker) {
        this.settings = settings;
        this.ticker = ticker;
        registry.add(prometheus);
        this.endpoint = settings.port() == null ? null : ScrapeEndpoint.open(settings.port(), prometheus::scrape);
    }

    static RunMetrics open(MetricsSettings settings, Ticker ticker) {
        return new RunMetrics(settings, ticker);
    }

    /** Returns where the figures can be scraped, or null when they cannot. */
    public @Nullable String address() {
        return endpoint == null ? null : endpoint.address();
    }

    @Override
    public void begins(Run run, boolean resumed, String note, RunProgress progress) {
        if (settings.otlpUrl() != null) {
            // Not before: it sends when it is closed, and of a run that never began there is nothing to send.
            registry.add(
                    new OtlpMeterRegistry(new OtlpSending(settings.otlpUrl(), settings.otlpHeaders()), Clock.SYSTEM));
        }
        RunMeters begun = new RunMeters(registry, run);
        begun.follow(progress, () -> status);
        meters = begun;
    }

    @Override
    public void warns(String warning) {}

    @Override
    public ModelClient around(ModelClient client) {
        RunMeters begun = meters;
        return begun == null ? client : new MeasuredClient(client, begun, ticker);
    }

    /** Takes note of how the run ended. */
    public void ended(RunStatus ending) {
        status = ending;
    }

    /** Sends what is to be sent, if the run ever began, and serves no more. */
    @Override
    public void close() {
        if (endpoint != null) {
            endpoint.close();
        }
        RunMeters begun = meters;
        if (begun != null && status == RunStatus.RUNNING) {
            // It broke off before it could say how.
            status = RunStatus.FAILED;
        }
        if (begun != null && settings.pushUrl() != null) {
            push(begun, settings.pushUrl());
        }
        // The one for OpenTelemetry sends as it closes.
        registry.getRegistries().forEach(MeterRegistry::close);
    }

    private void push(RunMeters begun, URI gateway) {
        try {
            new Pushgateway(gateway).put(begun.template(), prometheus.scrape());
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("Metrics could not be pushed: {}", e.toString());
        }
    }
}
