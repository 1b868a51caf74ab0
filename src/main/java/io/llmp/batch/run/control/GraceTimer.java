package io.llmp.batch.run.control;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Drops the calls in flight when they are still not answered some time after the run was ended. */
public final class GraceTimer implements AutoCloseable {

    private final Duration grace;
    private final RunControl control;
    private final ScheduledExecutorService timer = DaemonTimer.named("grace");

    public GraceTimer(Duration grace, RunControl control) {
        this.grace = grace;
        this.control = control;
    }

    /** Begins the time that calls in flight still have. */
    public void start() {
        Future<?> unused = timer.schedule(control::drop, grace.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
