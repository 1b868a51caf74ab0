package io.llmp.batch.run;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.control.RunWatcher;
import io.llmp.batch.run.spec.Continuation;
import io.llmp.batch.run.spec.RunRequest;
import io.llmp.batch.run.spec.RunSpec;
import io.llmp.batch.run.spec.Tuning;
import java.time.InstantSource;

/** Runs in this process. */
final class LocalRuns implements Runs {

    private final RunLauncher launcher;
    private final RunStore runs;
    private final InstantSource clock;

    LocalRuns(RunLauncher launcher, RunStore runs, InstantSource clock) {
        this.launcher = launcher;
        this.runs = runs;
        this.clock = clock;
    }

    @Override
    public RunResult start(RunSpec spec, RunControl control, RunWatcher watcher) {
        return launcher.launch(RunRequest.of(spec), control, watcher);
    }

    @Override
    public RunResult resume(RunId id, Continuation how, Tuning changes, RunControl control, RunWatcher watcher) {
        Run run = runs.get(id.value());
        how.require(run);
        RunSpec asked = RunSpec.of(id, runs)
                .orElseThrow(() -> ProblemException.invalid(
                        "What was asked of run " + id + " is not known.", "Run its command again to continue."));
        if (how instanceof Continuation.Resume resume) {
            runs.resume(id, resume.reason(), clock.instant());
        }
        return launcher.launch(new RunRequest(asked, asked.with(changes), id, how.retried()), control, watcher);
    }
}
