package io.llmp.batch.cli;

import io.llmp.batch.limit.Ticker;
import io.llmp.batch.metrics.Metrics;
import io.llmp.batch.metrics.RunMetrics;
import io.llmp.batch.metrics.RunSpans;
import io.llmp.batch.metrics.Tracing;
import io.llmp.batch.problem.Visible;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunOrder;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.run.RunControl;
import io.llmp.batch.run.RunLauncher;
import io.llmp.batch.run.RunRequest;
import io.llmp.batch.run.RunResult;
import io.llmp.batch.run.RunWatcher;
import io.llmp.batch.run.SkipLimit;
import io.llmp.batch.template.TemplateRef;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries out {@code llmp run}, and the commands that go on with a run. */
final class RunSession {

    private RunSession() {}

    /**
     * Runs until the run ends.
     *
     * @param arguments what the command was given
     * @param again the run to go on with, or null for the one the command means
     * @return the exit code
     */
    static int execute(RunCommand command, RunArguments arguments, RunRequest.@Nullable Again again) {
        return conclude(run(command, arguments, again));
    }

    /**
     * How a run ended.
     *
     * @param skips how many of its rows were skipped, by reason
     */
    record Ended(RunResult report, Map<SkipReason, Long> skips) {}

    /** Runs until the run ends, and returns how; says nothing of it but progress. */
    static Ended run(RunCommand command, RunArguments arguments, RunRequest.@Nullable Again again) {
        RunRequest request = request(command, arguments, again);
        RunControl control = new RunControl();
        PrintStream err = Terminal.err();
        ProgressOutlet outlet = ProgressOutlet.of(err, command.watching.jsonProgress);
        Interruption.onSignal(
                () -> {
                    outlet.say("stopping: waiting for calls in flight; their answers are kept");
                    control.stop(new RunControl.Requested(new RunOrder(RunOrder.Kind.STOP, null)));
                },
                () -> {
                    outlet.say("stopping now: calls in flight are dropped; the next execution sends them again");
                    control.drop();
                });
        Map<String, String> settings = command.providerMixin.settings(command.tuning.settings);
        settings.putAll(command.watching.settings());
        try (Application application = Application.forRunning(settings)) {
            command.directory.prepare(command.output);
            command.providerMixin.announce(application, command.template, outlet::say);
            RunResult report = launch(application, request, control, outlet);
            return new Ended(report, RunText.skips(application, report.run()));
        }
    }

    private static RunResult launch(
            Application application, RunRequest request, RunControl control, ProgressOutlet outlet) {
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
            RunResult report = application.part(RunLauncher.class).launch(request, control, watcher);
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

    private static RunRequest request(RunCommand command, RunArguments arguments, RunRequest.@Nullable Again again) {
        InputMixin input = command.inputMixin;
        TuningMixin tuning = command.tuning;
        return new RunRequest(
                TemplateRef.parse(command.template),
                command.input,
                input.options(),
                command.output,
                command.csvSafeMixin.format(command.outputFormat, command.output),
                command.overwrite,
                command.providerMixin.selection(tuning.concurrency, tuning.rpm, tuning.tpm),
                command.limit,
                command.runKey,
                command.rerun,
                tuning.maxSkips == null ? SkipLimit.DEFAULT : SkipLimit.parse(tuning.maxSkips),
                tuning.maxCost,
                !command.noReuse,
                emptiness(command.empty),
                arguments.text(),
                again);
    }

    private static RunRequest.Empty emptiness(RunCommand.@Nullable Empty told) {
        if (told == null) {
            return RunRequest.Empty.FILES;
        }
        return told == RunCommand.Empty.OK ? RunRequest.Empty.OK : RunRequest.Empty.FAIL;
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
            err.println("llmp: " + Visible.indented(fatal.problem()));
            err.println("  " + Visible.indented(fatal.remedy()));
        }
        boolean atALimit =
                report.cause() instanceof RunControl.SpentUp || report.cause() instanceof RunControl.LimitReached;
        if (atALimit && run.failure() != null) {
            err.println("llmp: " + Visible.indented(run.failure()));
        }
    }
}
