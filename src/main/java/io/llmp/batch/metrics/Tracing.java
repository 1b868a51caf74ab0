package io.llmp.batch.metrics;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Opens the spans of runs, if the configuration asks for any; only then is OpenTelemetry's SDK loaded. */
public final class Tracing {

    private final TracingSettings settings;
    private final InstantSource clock;

    Tracing(TracingSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Begins to trace the run that is launched next; null when nobody wants that, and then it costs nothing. */
    public @Nullable RunSpans open() {
        return settings.otlpUrl() == null
                ? null
                : new RunSpans(SpanSending.to(settings.otlpUrl(), settings.otlpHeaders()), settings.sample(), clock);
    }
}
