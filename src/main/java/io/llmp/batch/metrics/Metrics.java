package io.llmp.batch.metrics;

import io.llmp.batch.limit.Ticker;
import org.jspecify.annotations.Nullable;

/** Opens the metrics of runs, if the configuration asks for any. */
public final class Metrics {

    private final MetricsSettings settings;
    private final Ticker ticker;

    Metrics(MetricsSettings settings, Ticker ticker) {
        this.settings = settings;
        this.ticker = ticker;
    }

    /**
     * Begins to measure the run that is launched next; null when nobody wants that, and then it costs nothing.
     *
     * @throws io.llmp.batch.problem.ProblemException when the port is not free
     */
    public @Nullable RunMetrics open() {
        return settings.isWanted() ? RunMetrics.open(settings, ticker) : null;
    }
}
