package io.llmp.batch.pipeline;

import io.llmp.batch.limit.CallLimits;
import io.llmp.batch.limit.Ticker;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.Providers;
import io.llmp.batch.llm.RateLimitedCaller;
import io.llmp.batch.llm.RetryPolicy;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.GroupCommit;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.template.AnswerCheck;
import io.llmp.batch.template.JobTemplate;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobExecution;

/**
 * Takes a run from a user's wish to its end: prepares it, finds or makes it, has Spring Batch execute it, and notes how it
 * ended. One run at a time.
 */
public final class RunLauncher {

    private final RunPreparation preparation;
    private final RunStore runs;
    private final JobRecordStore records;
    private final RunJob jobs;
    private final JobExecutions executions;
    private final List<Protocol> protocols;
    private final RetryPolicy retry;
    private final InstantSource clock;
    private final Ticker ticker;
    private final RandomGenerator random;

    RunLauncher(
            RunPreparation preparation,
            RunStore runs,
            JobRecordStore records,
            RunJob jobs,
            JobExecutions executions,
            List<Protocol> protocols,
            RetryPolicy retry,
            InstantSource clock,
            Ticker ticker,
            RandomGenerator random) {
        this.preparation = preparation;
        this.runs = runs;
        this.records = records;
        this.jobs = jobs;
        this.executions = executions;
        this.protocols = protocols;
        this.retry = retry;
        this.clock = clock;
        this.ticker = ticker;
        this.random = random;
    }

    /**
     * Runs, or goes on with the run that the same wish began before, until it is complete or ended.
     *
     * @param control ends the run when told so from another thread
     * @throws ProblemException when the run cannot begin, or broke; what was answered until then is kept
     */
    public RunReport launch(RunRequest request, RunControl control, RunWatcher watcher) {
        try (PreparedRun prepared = preparation.prepare(request)) {
            Run run = prepared.run();
            if (run.status() == RunStatus.COMPLETED) {
                preparation.restoreOutput(prepared);
                return new RunReport(run, true, null);
            }
            RunProgress progress = new RunProgress();
            watcher.begins(run, run.executions() > 0, prepared.note(), progress);
            execute(prepared, request.maxSkips(), control, progress, watcher);
            return new RunReport(runs.get(run.id().value()), false, control.cause());
        }
    }

    private void execute(
            PreparedRun prepared, SkipLimit maxSkips, RunControl control, RunProgress progress, RunWatcher watcher) {
        Run run = prepared.run();
        runs.started(run.id(), clock.instant());
        RunStatus status = RunStatus.FAILED;
        String failure = "It broke off.";
        try {
            if (run.executions() > 0) {
                records.reopenUnavailable(run.id());
            }
            JobExecution execution = work(prepared, maxSkips, control, progress, watcher);
            status = status(execution, control.cause());
            failure = failure(control.cause());
            if (status == RunStatus.FAILED && failure == null) {
                throw JobExecutions.problem(execution);
            }
        } catch (RuntimeException e) {
            failure = e.getMessage();
            throw e;
        } finally {
            runs.ended(run.id(), status, failure, clock.instant());
        }
    }

    private JobExecution work(
            PreparedRun prepared, SkipLimit maxSkips, RunControl control, RunProgress progress, RunWatcher watcher) {
        Providers.Choice choice = prepared.choice();
        JobTemplate template = prepared.template().template();
        Run run = runs.get(prepared.run().id().value());
        CallLimits limits = new CallLimits(choice.limits(), ticker.nanos());
        try (ModelClient client =
                        Protocols.named(choice.provider().protocol(), protocols).connect(choice.provider());
                RateLimitedCaller caller = new RateLimitedCaller(client, limits, retry, ticker, random);
                GroupCommit commits = new GroupCommit(records::save)) {
            control.onStop(caller::stop);
            progress.begin(run.counts(), caller::inFlight);
            RunScope scope = new RunScope(
                    run,
                    prepared.dataset(),
                    new RequestProcessor(
                            template,
                            choice.model(),
                            new RequestFingerprint(run.identity().provenance())),
                    choice.provider(),
                    choice.limits().concurrency(),
                    new ItemCall.Setting(caller, new AnswerCheck(template), template.repairs(), choice.price()),
                    new RecordMaker(run.id(), run.identity().provenance(), template.key(), clock),
                    new RecordKeeper(commits, progress, new SkipWatch(maxSkips, control), control),
                    prepared.result(),
                    control,
                    progress,
                    watcher);
            return executions.execute(jobs.build(scope), run.id());
        }
    }

    private static RunStatus status(JobExecution execution, RunControl.@Nullable Cause cause) {
        if (JobExecutions.isComplete(execution)) {
            return RunStatus.COMPLETED;
        }
        return cause instanceof RunControl.Requested ? RunStatus.STOPPED : RunStatus.FAILED;
    }

    private static @Nullable String failure(RunControl.@Nullable Cause cause) {
        return cause instanceof RunControl.Hopeless hopeless ? hopeless.problem() + " " + hopeless.remedy() : null;
    }
}
