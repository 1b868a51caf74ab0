package io.llmp.batch.metrics;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the spans of a run go, and how many of its calls have one.
 *
 * @param otlpUrl an OpenTelemetry collector's address for traces over HTTP, such as
 *     {@code http://127.0.0.1:4318/v1/traces}, or null for no spans at all
 * @param otlpHeaders headers that go there with them, such as a key
 * @param sample share of the items sent to the model whose calls have a span, from 0 to 1; run and splits always have one
 */
@ConfigurationProperties(prefix = "llmp.tracing", ignoreUnknownFields = false)
public record TracingSettings(
        @Nullable URI otlpUrl,
        @DefaultValue Map<String, String> otlpHeaders,
        @DefaultValue("0.01") double sample) {
    public TracingSettings {
        MetricsSettings.requireHttp("otlp-url", otlpUrl);
        if (!(sample >= 0 && sample <= 1)) {
            throw new IllegalArgumentException("sample must be from 0 to 1 but was " + sample);
        }
        otlpHeaders = Map.copyOf(otlpHeaders);
    }

    /** Leaves out what may be secret. */
    @Override
    public String toString() {
        return "TracingSettings[sample=" + sample + "]";
    }
}
