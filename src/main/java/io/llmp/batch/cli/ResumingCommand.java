package io.llmp.batch.cli;

import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.run.RunRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that goes on with a run, here, as its own command asked for it. */
@SuppressWarnings("NullAway.Init")
abstract class ResumingCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "The run: its name, the beginning of it, or 'last'.")
    String run;

    @Mixin
    TuningMixin tuning;

    @Mixin
    WatchMixin watching;

    @Override
    public final Integer call() {
        tuning.check();
        Run found;
        RunArguments arguments;
        try (Application application = Application.forReading()) {
            RunStore runs = application.part(RunStore.class);
            found = runs.get(run);
            arguments = RunArguments.of(found, runs);
            prepare(application, found);
        }
        RunCommand command = arguments.command(found);
        command.tuning.override(tuning);
        command.watching.override(watching);
        return RunSession.execute(command, arguments, new RunRequest.Again(found.id(), retried()));
    }

    /**
     * Looks whether the run can be gone on with this way, before it is.
     *
     * @throws io.llmp.batch.problem.ProblemException when it cannot
     */
    abstract void prepare(Application application, Run found);

    /** Which skipped items are tried again. */
    RunRequest.Retried retried() {
        return RunRequest.Retried.UNAVAILABLE;
    }
}
