package io.llmp.batch.cli;

import io.llmp.batch.input.InputOptions;
import io.llmp.batch.pipeline.RunControl;
import io.llmp.batch.pipeline.RunLauncher;
import io.llmp.batch.pipeline.RunReport;
import io.llmp.batch.pipeline.RunRequest;
import io.llmp.batch.pipeline.SkipLimit;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.template.TemplateRef;
import java.io.PrintStream;
import java.io.PrintWriter;

/** Carries out {@code llmp run}. */
final class RunExecution {

    private RunExecution() {}

    static int execute(RunCommand command) {
        RunRequest request = request(command);
        RunControl control = new RunControl();
        PrintStream err = Terminal.err();
        Interruption.onSignal(() -> {
            // Off the line that moves.
            err.print(Terminal.isLive() ? "\n" : "");
            err.println("llmp: stopping: calls in flight are answered and kept, then the run ends");
            control.stop(new RunControl.Requested());
        });
        try (Application application = Application.forRunning(command.settings)) {
            return conclude(launch(application, request, control, err), err);
        }
    }

    private static RunReport launch(Application application, RunRequest request, RunControl control, PrintStream err) {
        try (ProgressPrinter progress = new ProgressPrinter(err)) {
            return application.part(RunLauncher.class).launch(request, control, progress);
        }
    }

    private static RunRequest request(RunCommand command) {
        InputMixin input = command.inputMixin;
        return new RunRequest(
                TemplateRef.parse(command.template),
                command.input,
                new InputOptions(input.format, input.charset, input.delimiter),
                command.output,
                command.outputFormat,
                command.overwrite,
                command.providerMixin.wish(command.concurrency, command.rpm, command.tpm),
                command.limit,
                command.runKey,
                command.rerun,
                command.maxSkips == null ? SkipLimit.DEFAULT : SkipLimit.parse(command.maxSkips));
    }

    private static int conclude(RunReport report, PrintStream err) {
        Run run = report.run();
        PrintWriter out = Terminal.out();
        RunText.summary(run, report.alreadyComplete(), out);
        out.flush();
        if (report.cause() instanceof RunControl.Hopeless hopeless && run.status() != RunStatus.COMPLETED) {
            err.println("llmp: " + hopeless.problem());
            err.println("  " + hopeless.remedy());
        }
        return switch (run.status()) {
            case COMPLETED -> report.alreadyComplete() || run.counts().skipped() == 0 ? ExitCode.OK : ExitCode.SKIPPED;
            case STOPPED -> ExitCode.STOPPED;
            case RUNNING, FAILED -> ExitCode.FAILED;
        };
    }
}
