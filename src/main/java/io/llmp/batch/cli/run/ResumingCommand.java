package io.llmp.batch.cli.run;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.option.TuningMixin;
import io.llmp.batch.cli.option.WatchMixin;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.run.spec.Continuation;
import io.llmp.batch.run.spec.RunSpec;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that continues a run, here, as was asked when it was started. */
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
        Continuation how = continuation();
        Run found;
        RunSpec asked;
        try (Application application = Application.forReading()) {
            RunStore runs = application.part(RunStore.class);
            found = runs.get(run);
            how.require(found);
            asked = StoredArguments.spec(found, runs);
            runs.replaceArguments(found.id(), asked.json());
        }
        return RunSession.resume(found.id(), asked, how, tuning.tuning(watching.settings()), watching.jsonProgress);
    }

    /** Returns what this command does with the run. */
    abstract Continuation continuation();
}
