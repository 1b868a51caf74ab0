package io.llmp.batch.cli.progress;

import io.llmp.batch.cli.terminal.Verbosity;
import io.llmp.batch.cli.text.RunText;
import io.llmp.batch.limit.Ticker;
import io.llmp.batch.record.Run;
import io.llmp.batch.run.control.DaemonTimer;
import io.llmp.batch.run.control.RunProgress;
import io.llmp.batch.run.control.RunWatcher;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says that a run begins, and looks at it again and again until it is closed. */
public final class ProgressPrinter implements RunWatcher, AutoCloseable {

    private final ProgressOutlet outlet;
    private final Ticker ticker;
    private final ScheduledExecutorService timer = DaemonTimer.named("progress");

    private volatile @Nullable Supplier<Look> looks;

    /** @param outlet what the looks are shown on; closed by its owner */
    public ProgressPrinter(ProgressOutlet outlet, Ticker ticker) {
        this.outlet = outlet;
        this.ticker = ticker;
    }

    @Override
    public void begins(Run run, boolean resumed, String note, RunProgress progress) {
        Verbosity.logRun(run.id().value());
        if (Verbosity.isQuiet()) {
            return;
        }
        if (!note.isEmpty()) {
            outlet.say(note);
        }
        outlet.say(RunText.started(run, resumed));
        RowRate rate = new RowRate();
        long begun = ticker.nanos();
        rate.at(begun, 0);
        Supplier<Look> next = () -> look(run, progress, rate, begun);
        looks = next;
        long period = outlet.period().toMillis();
        // A look that cannot be shown ends the looks, and is no reason to end the run.
        Future<?> unused =
                timer.scheduleWithFixedDelay(() -> outlet.show(next.get()), period, period, TimeUnit.MILLISECONDS);
    }

    private synchronized Look look(Run run, RunProgress progress, RowRate rate, long begun) {
        RunProgress.Snapshot moment = progress.now();
        long now = ticker.nanos();
        double perSecond = rate.at(now, moment.counts().done() - moment.before().done());
        return new Look(run, moment, perSecond, Duration.ofNanos(now - begun));
    }

    @Override
    public void warns(String warning) {
        outlet.say("warning: " + warning);
    }

    /** Looks a last time. */
    @Override
    public void close() {
        timer.shutdownNow();
        Supplier<Look> last = looks;
        if (last != null) {
            outlet.end(last.get());
        }
    }
}
