package io.llmp.batch.run.control;

import io.llmp.batch.problem.Operation;
import io.llmp.batch.record.Lease;
import io.llmp.batch.record.LeaseLostException;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Holds on to a run while an execution works on it, and ends the execution when somebody orders so or the run is lost. */
public final class LeaseKeeper implements AutoCloseable {

    private static final int RENEWALS = 10;
    /** People who order something see it followed well within 2 s. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final RunStore runs;
    private final Lease lease;
    private final RunControl control;
    private final ScheduledExecutorService timer = DaemonTimer.named("lease");

    /**
     * Begins to look after {@code lease}.
     *
     * @param span how long a run stays taken after its process has died or lost its database
     */
    public LeaseKeeper(RunStore runs, Lease lease, Duration span, RunControl control) {
        this.runs = runs;
        this.lease = lease;
        this.control = control;
        every(LOOK, this::look);
        every(span.dividedBy(RENEWALS), () -> runs.renew(lease, span));
    }

    /**
     * Waits until nobody holds a run, if its holder has died: one that lives renews its lease, and is not waited for.
     * Also returns when the run that waits is ended.
     *
     * @param waiting told once, when it must be waited
     */
    public static void awaitDead(RunStore runs, RunId run, RunControl control, Runnable waiting) {
        Optional<Instant> first = runs.heldUntil(run);
        if (first.isEmpty()) {
            return;
        }
        waiting.run();
        CountDownLatch ended = new CountDownLatch(1);
        control.onStop(ended::countDown);
        try {
            while (runs.heldUntil(run).equals(first) && !ended.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("Run {} is held until {}", run, first.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
    public static RunControl.Fatal lost(Throwable failure) {
        return new RunControl.Fatal(
                "This process was stalled for too long: " + failure.getMessage(),
                "Check the run with " + Operation.SHOW_RUN + ". Answers received since then were not saved.");
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
