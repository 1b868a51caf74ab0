package io.llmp.batch.cli.option;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a run can be watched by other programs while it works. */
public final class WatchMixin {

    @Option(names = "--json-progress", description = "Write progress as JSON lines to standard error.")
    public boolean jsonProgress;

    @Option(
            names = "--metrics-port",
            paramLabel = "P",
            description = "Serve Prometheus metrics at 127.0.0.1:P/metrics.")
    @Nullable
    Integer metricsPort;

    @Option(
            names = "--metrics-push",
            paramLabel = "URL",
            description = "Push metrics to a Prometheus Pushgateway at the end.")
    @Nullable
    String metricsPush;

    /** Returns the configuration keys that these options stand for. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        if (metricsPort != null) {
            settings.put("llmp.metrics.port", metricsPort.toString());
        }
        if (metricsPush != null) {
            settings.put("llmp.metrics.push-url", metricsPush);
        }
        return settings;
    }
}
