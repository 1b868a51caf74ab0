package io.llmp.batch.metrics;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the metrics of a run go.
 *
 * @param port port of 127.0.0.1 at which they can be scraped while a run works, 0 for any that is free; null for none
 * @param pushUrl a Pushgateway they are pushed to when a run ends, or null for none
 * @param otlpUrl an OpenTelemetry collector's address for metrics over HTTP, such as
 *     {@code http://127.0.0.1:4318/v1/metrics}, which they are sent to when a run ends; or null for none
 * @param otlpHeaders headers that go there with them, such as a key
 */
@ConfigurationProperties(prefix = "llmp.metrics", ignoreUnknownFields = false)
public record MetricsSettings(
        @Nullable Integer port,
        @Nullable URI pushUrl,
        @Nullable URI otlpUrl,
        @DefaultValue Map<String, String> otlpHeaders) {
    public MetricsSettings {
        if (port != null && (port < 0 || port > 65_535)) {
            throw new IllegalArgumentException("port must be from 0 to 65535 but was " + port);
        }
        requireHttp("push-url", pushUrl);
        requireHttp("otlp-url", otlpUrl);
        otlpHeaders = Map.copyOf(otlpHeaders);
    }

    static void requireHttp(String name, @Nullable URI url) {
        if (url != null && (url.getScheme() == null || !url.getScheme().matches("https?") || url.getHost() == null)) {
            throw new IllegalArgumentException(name + " must be an http or https address but was " + url);
        }
    }

    /** Whether there are to be any. */
    boolean isWanted() {
        return port != null || pushUrl != null || otlpUrl != null;
    }

    /** Leaves out what may be secret. */
    @Override
    public String toString() {
        return "MetricsSettings[port=" + port + "]";
    }
}
