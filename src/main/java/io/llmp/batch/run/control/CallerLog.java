package io.llmp.batch.run.control;

import io.llmp.batch.dispatch.CallerState;
import io.llmp.batch.limit.LimitSettings;
import io.llmp.batch.limit.Ticker;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a run's calls several times a second: writes what matters to the log, and adds up what they waited for. */
public final class CallerLog implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(CallerLog.class);

    private final Supplier<CallerState> caller;
    private final RunProgress progress;
    private final CallerEvents events;
    private final Ticker ticker;
    private final ScheduledExecutorService timer = DaemonTimer.named("caller-log");
    private long looked;

    public CallerLog(Supplier<CallerState> caller, LimitSettings limits, RunProgress progress, Ticker ticker) {
        this.caller = caller;
        this.progress = progress;
        this.events = new CallerEvents(
                limits.requestsPerMinute() != null,
                limits.tokensPerMinute() != null
                        || limits.inputTokensPerMinute() != null
                        || limits.outputTokensPerMinute() != null,
                limits.concurrency());
        this.ticker = ticker;
        this.looked = ticker.nanos();
    }

    /** Looks, from now on. */
    public void begin() {
        Future<?> unused =
                timer.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        CallerState state = caller.get();
        long now = ticker.nanos();
        if (state.obstacle() != CallerState.Obstacle.NONE) {
            progress.blocked(state.obstacle(), Duration.ofNanos(now - looked));
        }
        looked = now;
        events.look(state, now).forEach(LOG::info);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
