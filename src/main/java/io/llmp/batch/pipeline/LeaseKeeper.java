package io.llmp.batch.pipeline;

import io.llmp.batch.record.Lease;
import io.llmp.batch.record.LeaseLostException;
import io.llmp.batch.record.RunStore;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Holds on to a run while an execution works on it, and ends the execution when somebody orders so or the run is lost. */
final class LeaseKeeper implements AutoCloseable {

    /** How long a run stays taken after its process has died or lost its database. */
    static final Duration SPAN = Duration.ofSeconds(30);

    private static final Duration RENEWAL = Duration.ofSeconds(10);
    /** People who order something see it followed well within 2 s. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final RunStore runs;
    private final Lease lease;
    private final RunControl control;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lease");
        thread.setDaemon(true);
        return thread;
    });

    /** Begins to look after {@code lease}. */
    LeaseKeeper(RunStore runs, Lease lease, RunControl control) {
        this.runs = runs;
        this.lease = lease;
        this.control = control;
        every(LOOK, this::look);
        every(RENEWAL, () -> runs.renew(lease, SPAN));
    }

    private void every(Duration period, Runnable task) {
        Future<?> unused = timer.scheduleWithFixedDelay(
                () -> attempt(task), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        runs.order(lease).ifPresent(order -> control.stop(new RunControl.Requested(order)));
    }

    private void attempt(Runnable task) {
        try {
            task.run();
        } catch (LeaseLostException e) {
            control.stop(lost(e));
        } catch (DataAccessException e) {
            // It may be back for the next look; if not, the next record that cannot be stored ends the run.
            LOG.warn("Run {} cannot be looked after for the moment", lease.run(), e);
        }
    }

    /** Returns what ends an execution that is no longer the run's. */
    static RunControl.Hopeless lost(Throwable failure) {
        return new RunControl.Hopeless(
                "This process was away too long: " + failure.getMessage(),
                "See llmp status for how the run stands; what this process got since then is not kept.");
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
