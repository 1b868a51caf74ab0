package io.llmp.batch.cli.run;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.context.Problems;
import io.llmp.batch.cli.option.ProviderMixin;
import io.llmp.batch.cli.progress.ProgressOutlet;
import io.llmp.batch.cli.progress.ProgressPrinter;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Interruption;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.cli.terminal.Verbosity;
import io.llmp.batch.cli.text.RunText;
import io.llmp.batch.limit.Ticker;
import io.llmp.batch.metrics.Metrics;
import io.llmp.batch.metrics.RunMetrics;
import io.llmp.batch.metrics.RunSpans;
import io.llmp.batch.metrics.Tracing;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunOrder;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.run.RunResult;
import io.llmp.batch.run.Runs;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.control.RunWatcher;
import io.llmp.batch.run.spec.Continuation;
import io.llmp.batch.run.spec.RunSpec;
import io.llmp.batch.run.spec.Tuning;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Map;

/** Executes a run in this terminal, for {@code llmp run} and the commands that continue a run. */
final class RunSession {

    private RunSession() {}

    /** Executes a run, in whichever way. */
    @FunctionalInterface
    interface Work {
        RunResult by(Runs runs, RunControl control, RunWatcher watcher);
    }

    /** Starts the run that {@code spec} describes, waits until it ends, and returns the exit code. */
    static int start(RunSpec spec) {
        return conclude(run(spec));
    }

    /**
     * Continues a run, waits until it ends, and returns the exit code.
     *
     * @param asked its spec
     * @param jsonProgress whether progress is written as JSON, also where the spec does not ask for that
     */
    static int resume(RunId run, RunSpec asked, Continuation how, Tuning changes, boolean jsonProgress) {
        return conclude(run(
                asked.with(changes),
                asked.jsonProgress() || jsonProgress,
                (runs, control, watcher) -> runs.resume(run, how, changes, control, watcher)));
    }

    /**
     * How a run ended.
     *
     * @param skips how many of its rows were skipped, by reason
     */
    record Ended(RunResult report, Map<SkipReason, Long> skips) {}

    /** Starts the run that {@code spec} describes, waits until it ends, and returns how; prints nothing of it but progress. */
    static Ended run(RunSpec spec) {
        return run(spec, spec.jsonProgress(), (runs, control, watcher) -> runs.start(spec, control, watcher));
    }

    private static Ended run(RunSpec spec, boolean jsonProgress, Work work) {
        RunControl control = new RunControl();
        PrintStream err = Terminal.err();
        ProgressOutlet outlet = ProgressOutlet.of(err, jsonProgress);
        Interruption.onSignal(
                () -> {
                    outlet.say("stopping: waiting for calls in flight; their answers are kept");
                    control.stop(new RunControl.Requested(new RunOrder(RunOrder.Kind.STOP, null)));
                },
                () -> {
                    outlet.say("stopping now: calls in flight are dropped; the next execution sends them again");
                    control.drop();
                });
        try (Application application = Application.forRunning(spec.tuning().settings())) {
            ProviderMixin.announce(application, spec.template(), spec.model().provider(), outlet::say);
            RunResult report = launch(application, work, control, outlet);
            return new Ended(report, RunText.skips(application, report.run()));
        }
    }

    private static RunResult launch(Application application, Work work, RunControl control, ProgressOutlet outlet) {
        try (outlet;
                ProgressPrinter progress = new ProgressPrinter(outlet, application.part(Ticker.class));
                RunMetrics metrics = application.part(Metrics.class).open();
                RunSpans spans = application.part(Tracing.class).open()) {
            RunWatcher watcher = progress;
            if (metrics != null) {
                watcher = metrics.and(progress);
                announce(metrics, outlet);
            }
            watcher = spans == null ? watcher : spans.and(watcher);
            RunResult report = work.by(application.part(Runs.class), control, watcher);
            if (metrics != null) {
                metrics.ended(report.run().status());
            }
            if (spans != null) {
                spans.ended(report.run());
            }
            return report;
        }
    }

    private static void announce(RunMetrics metrics, ProgressOutlet outlet) {
        if (metrics.address() != null && !Verbosity.isQuiet()) {
            outlet.say("metrics at " + metrics.address());
        }
    }

    private static int conclude(Ended ended) {
        RunResult report = ended.report();
        Run run = report.run();
        PrintWriter out = Terminal.out();
        int code = ExitCode.of(run);
        if (code != ExitCode.OK || !Verbosity.isQuiet()) {
            RunText.summary(run, ended.skips(), report.alreadyComplete(), out);
            out.flush();
        }
        explain(report, Terminal.err());
        return code;
    }

    /** Says why a run is not complete. */
    static void explain(RunResult report, PrintStream err) {
        Run run = report.run();
        if (report.cause() instanceof RunControl.Fatal fatal && run.status() != RunStatus.COMPLETED) {
            err.println("llmp: " + Problems.shown(fatal.problem()));
            err.println("  " + Problems.shown(fatal.remedy()));
        }
        boolean atALimit =
                report.cause() instanceof RunControl.SpentUp || report.cause() instanceof RunControl.LimitReached;
        if (atALimit && run.failure() != null) {
            err.println("llmp: " + Problems.shown(run.failure()));
        }
    }
}
