package io.llmp.batch.cli.progress;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.terminal.Verbosity;
import io.llmp.batch.limit.Ticker;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.SkipReason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** Looks at a run again and again until nobody works on it any more, and shows it as its own process does. */
public final class StatusWatch implements AutoCloseable {

    private static final long LOOK_MILLIS = 1000;

    /** The process that serves an embedded database may end between two looks; then this one opens it itself. */
    private static final int ATTEMPTS = 10;

    private final String run;
    private final ProgressOutlet outlet;
    private final ExecutorService counter = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "count-skips");
        thread.setDaemon(true);
        return thread;
    });
    private final SeldomCount skips = new SeldomCount(counter);
    private @Nullable Application application;

    /**
     * @param run the run, the beginning of its name, or {@code last}
     * @param outlet closed by its owner
     */
    public StatusWatch(String run, ProgressOutlet outlet) {
        this.run = run;
        this.outlet = outlet;
    }

    /** A run as stored at one moment. */
    private record Seen(Run run, Map<SkipReason, Long> skips, long nanos) {}

    /**
     * Shows the run until it has ended, and returns it as it is then.
     *
     * @throws InterruptedException when told to end
     */
    public Run untilEnded() throws InterruptedException {
        Seen first = look(run);
        RowRate rate = new RowRate();
        RunCounts before = first.run().counts();
        long shown = first.nanos() - outlet.period().toNanos();
        Seen seen = first;
        while (seen.run().status() == RunStatus.RUNNING) {
            double perSecond = rate.at(seen.nanos(), seen.run().counts().done());
            if (!Verbosity.isQuiet() && seen.nanos() - shown >= outlet.period().toNanos()) {
                shown = seen.nanos();
                Duration elapsed = Duration.ofNanos(seen.nanos() - first.nanos());
                outlet.show(Look.at(seen.run(), before, seen.skips(), perSecond, elapsed));
            }
            Thread.sleep(LOOK_MILLIS);
            // By its whole name: 'last' may mean another by now.
            seen = look(first.run().id().value());
        }
        return seen.run();
    }

    private Seen look(String name) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                if (application == null) {
                    application = Application.forReading();
                }
                return look(name, application);
            } catch (DataAccessException e) {
                closeStore();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    private Seen look(String name, Application store) {
        Ticker ticker = store.part(Ticker.class);
        Run found = store.part(RunStore.class).get(name);
        JobRecordStore records = store.part(JobRecordStore.class);
        Map<SkipReason, Long> reasons =
                skips.at(found.counts().skipped(), ticker, () -> records.skipReasons(found.id()));
        return new Seen(found, reasons, ticker.nanos());
    }

    @Override
    public void close() {
        counter.shutdownNow();
        closeStore();
    }

    private void closeStore() {
        if (application != null) {
            application.close();
            application = null;
        }
    }
}
