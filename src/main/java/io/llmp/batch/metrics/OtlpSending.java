package io.llmp.batch.metrics;

import io.micrometer.registry.otlp.OtlpConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where and how metrics go to an OpenTelemetry collector: cumulative, once a minute, and when the run ends. */
record OtlpSending(URI address, Map<String, String> headers) implements OtlpConfig {

    @Override
    public @Nullable String get(String key) {
        return null;
    }

    @Override
    public String url() {
        return address.toString();
    }

    @Override
    public Duration step() {
        return Duration.ofMinutes(1);
    }

    @Override
    public Map<String, String> resourceAttributes() {
        return Map.of("service.name", "llmp");
    }
}
