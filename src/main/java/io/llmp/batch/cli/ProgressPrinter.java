package io.llmp.batch.cli;

import io.llmp.batch.pipeline.RunProgress;
import io.llmp.batch.pipeline.RunWatcher;
import io.llmp.batch.record.Run;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows how far a run is: a line that moves on the spot on a terminal, else a plain line every ten seconds. */
final class ProgressPrinter implements RunWatcher, AutoCloseable {

    private static final int LIVE_MILLIS = 250;
    private static final int PLAIN_MILLIS = 10_000;

    private final PrintStream err;
    private final boolean live = Terminal.isLive();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    });

    ProgressPrinter(PrintStream err) {
        this.err = err;
    }

    @Override
    public void begins(Run run, boolean resumed, String note, RunProgress progress) {
        Loudness.logRun(run.id().value());
        if (Loudness.isQuiet()) {
            return;
        }
        if (!note.isEmpty()) {
            err.println("llmp: " + note);
        }
        err.println("llmp: run " + run.id() + " " + (resumed ? "goes on" : "begins") + ": " + RunText.reference(run)
                + (run.simulated()
                        ? ", with SIMULATED answers"
                        : ", provider " + run.identity().provenance().provider()));
        int period = live ? LIVE_MILLIS : PLAIN_MILLIS;
        Meter meter = new Meter();
        // A line that cannot be printed ends the lines, and is no reason to end the run.
        Future<?> unused = timer.scheduleAtFixedRate(
                () -> print(meter.line(progress.now(), period)), period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public void warns(String warning) {
        err.println((live ? "\r\u001b[K" : "") + "llmp: warning: " + warning);
    }

    private void print(String line) {
        if (live) {
            err.print("\r\u001b[K" + line);
            err.flush();
        } else {
            err.println("llmp: " + line);
        }
    }

    /** Takes a moving line off the terminal. */
    @Override
    public void close() {
        if (!timer.isShutdown()) {
            timer.shutdownNow();
            if (live) {
                err.print("\r\u001b[K");
                err.flush();
            }
        }
    }

    /** Turns moments into lines; keeps the time by counting them, so that no clock is needed. */
    static final class Meter {

        private long millis;

        String line(RunProgress.Moment moment, int period) {
            millis += period;
            return switch (moment.phase()) {
                case PLANNING -> "counting rows";
                case EXPORTING -> "writing the output";
                case ANSWERING -> answering(moment);
            };
        }

        private String answering(RunProgress.Moment moment) {
            long done = moment.counts().done();
            long all = moment.items() == null ? done : moment.items();
            double perSecond = (done - moment.before()) * 1000.0 / millis;
            String eta = perSecond > 0
                    ? ", " + Durations.text(Duration.ofSeconds((long) ((all - done) / perSecond))) + " left"
                    : "";
            return String.format(
                    Locale.ROOT,
                    "%d of %d rows (%d %%), %.1f rows/s, %d skipped, %d in flight%s",
                    done,
                    all,
                    all == 0 ? 100 : done * 100 / all,
                    perSecond,
                    moment.counts().skipped(),
                    moment.inFlight(),
                    eta);
        }
    }
}
