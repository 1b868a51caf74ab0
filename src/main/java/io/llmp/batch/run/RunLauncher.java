package io.llmp.batch.run;

import io.llmp.batch.answer.RecordMaker;
import io.llmp.batch.answer.RequestProcessor;
import io.llmp.batch.answer.RowLimit;
import io.llmp.batch.answer.SharedRequests;
import io.llmp.batch.answer.UnknownCost;
import io.llmp.batch.answer.online.ItemCall;
import io.llmp.batch.dispatch.CachePriming;
import io.llmp.batch.dispatch.CallPoolKey;
import io.llmp.batch.dispatch.CallPools;
import io.llmp.batch.dispatch.Lane;
import io.llmp.batch.limit.Budget;
import io.llmp.batch.limit.PastUse;
import io.llmp.batch.limit.Ticker;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.Price;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.ResolvedModel;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.ExecutionStart;
import io.llmp.batch.record.GroupCommit;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.Lease;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunPrice;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.run.control.CallerLog;
import io.llmp.batch.run.control.GraceTimer;
import io.llmp.batch.run.control.LeaseKeeper;
import io.llmp.batch.run.control.ProcessLabel;
import io.llmp.batch.run.control.RecordKeeper;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.control.RunProgress;
import io.llmp.batch.run.control.RunScope;
import io.llmp.batch.run.control.RunWatcher;
import io.llmp.batch.run.control.SkipWatch;
import io.llmp.batch.run.prepare.PreparedRun;
import io.llmp.batch.run.prepare.RunPreparation;
import io.llmp.batch.run.spec.Retried;
import io.llmp.batch.run.spec.RunRequest;
import io.llmp.batch.run.step.JobExecutions;
import io.llmp.batch.run.step.RunJob;
import io.llmp.batch.store.StoreDatabase;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.use.AnswerCheck;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.dao.DataAccessException;

/**
 * Takes a run from a request to its end: prepares it, finds or makes it, has Spring Batch execute it, and notes how it
 * ended. Safe for use by many threads, each with a run of its own.
 */
final class RunLauncher {

    private static final Logger LOG = LoggerFactory.getLogger(RunLauncher.class);

    /** A call in flight, and one whose answer waits to become durable. */
    private static final int RISKS_PER_SLOT = 2;

    private final StoreDatabase database;
    private final RunPreparation preparation;
    private final RunStore runs;
    private final JobRecordStore records;
    private final RunEnding ending;
    private final RunJob jobs;
    private final JobExecutions executions;
    private final CallPools pools;
    private final RunSettings settings;
    private final InstantSource clock;
    private final Ticker ticker;

    RunLauncher(
            StoreDatabase database,
            RunPreparation preparation,
            RunStore runs,
            JobRecordStore records,
            RunJob jobs,
            JobExecutions executions,
            CallPools pools,
            RunSettings settings,
            InstantSource clock,
            Ticker ticker) {
        this.database = database;
        this.preparation = preparation;
        this.runs = runs;
        this.records = records;
        this.ending = new RunEnding(runs, clock);
        this.jobs = jobs;
        this.executions = executions;
        this.pools = pools;
        this.settings = settings;
        this.clock = clock;
        this.ticker = ticker;
    }

    /** Works on the run that is requested until it is complete or ended, as {@link Runs} says. */
    RunResult launch(RunRequest request, RunControl control, RunWatcher watcher) {
        try (PreparedRun prepared = preparation.prepare(request, run -> recover(run, control, watcher))) {
            Run run = prepared.run();
            if (run.status() == RunStatus.COMPLETED && request.run() == null) {
                preparation.restoreOutput(prepared);
                return new RunResult(run, true, null);
            }
            if (run.status() == RunStatus.PAUSED) {
                return new RunResult(run, false, null);
            }
            execute(prepared, request, control, watcher);
            return new RunResult(runs.get(run.id().value()), false, control.cause());
        }
    }

    /** Waits for what holds a run to show that it lives; takes the run from what does not. */
    private Run recover(Run run, RunControl control, RunWatcher watcher) {
        if (run.status() != RunStatus.RUNNING) {
            return run;
        }
        LeaseKeeper.awaitDead(
                runs,
                run.id(),
                control,
                () -> watcher.warns("run " + run.id() + " is held by " + run.place() + "; waiting for a sign of life of"
                        + " that, " + settings.lease().toSeconds() + " s at most"));
        runs.failOrphanedRuns(false, clock.instant());
        return runs.get(run.id().value());
    }

    private void execute(PreparedRun prepared, RunRequest request, RunControl control, RunWatcher watcher) {
        database.requireRoom();
        Lease lease = runs.begin(prepared.run().id(), start(prepared, request), clock.instant());
        LeaseKeeper keeper = new LeaseKeeper(runs, lease, settings.lease(), control);
        RunStatus status = RunStatus.FAILED;
        String reason = "The run ended unexpectedly.";
        try {
            JobExecution execution = execute(prepared, request, lease, control, watcher);
            status = ending.status(execution, control.cause());
            reason = ending.reason(
                    control.cause(),
                    prepared.run().id(),
                    prepared.template().template().model().maxOutputTokens() != null);
            if (status == RunStatus.FAILED && reason == null) {
                throw JobExecutions.problem(execution);
            }
        } catch (RuntimeException e) {
            reason = e.getMessage();
            throw e;
        } finally {
            // The reason may be in a provider's words, which may repeat a row: it is kept with the run.
            LOG.info("Ends as {}", status);
            keeper.close();
            end(lease, status, reason, control.cause());
        }
    }

    /** A store that failed an execution may fail its end too; then the next one finds a run that nobody works on. */
    private void end(Lease lease, RunStatus status, @Nullable String reason, RunControl.@Nullable Cause cause) {
        try {
            runs.end(lease, status, reason, clock.instant());
        } catch (DataAccessException e) {
            if (cause instanceof RunControl.Fatal fatal) {
                throw ProblemException.failed(fatal.problem(), fatal.remedy(), e);
            }
            throw e;
        }
    }

    private JobExecution execute(
            PreparedRun prepared, RunRequest request, Lease lease, RunControl control, RunWatcher watcher) {
        boolean resumed = prepared.run().executions() > 0;
        RunProgress progress = new RunProgress();
        watcher.begins(prepared.run(), resumed, note(prepared.note(), reopen(lease, request)), progress);
        LOG.info(
                "{} with {}", resumed ? "Resumed" : "Started", prepared.choice().limits());
        return work(prepared, request, lease, control, progress, watcher);
    }

    private ExecutionStart start(PreparedRun prepared, RunRequest request) {
        Price price = prepared.choice().price();
        return new ExecutionStart(
                UUID.randomUUID().toString(),
                ProcessLabel.ofThisProcess(),
                prepared.choice().limits().concurrency() * RISKS_PER_SLOT,
                request.asked().keptWith(prepared.run()).json(),
                price == null ? null : RunPrice.of(price),
                settings.lease());
    }

    private long reopen(Lease lease, RunRequest request) {
        Retried unavailable = Retried.UNAVAILABLE;
        Retried retried = request.retried();
        return records.reopen(lease, unavailable.reasons(), unavailable.most())
                + records.reopen(lease, retried.reasons(), retried.most());
    }

    private static String note(String found, long reopened) {
        String retried = reopened == 0 ? "" : "Retrying " + reopened + " skipped " + (reopened == 1 ? "row." : "rows.");
        return (found + " " + retried).strip();
    }

    private JobExecution work(
            PreparedRun prepared,
            RunRequest request,
            Lease lease,
            RunControl control,
            RunProgress progress,
            RunWatcher watcher) {
        ResolvedModel choice = prepared.choice();
        JobTemplate template = prepared.template().template();
        int slots = choice.limits().concurrency();
        Run run = runs.get(lease.run().value());
        RequestProcessor processor = RequestProcessor.of(prepared.template(), choice);
        BigDecimal maxCost = request.spec().tuning().maxCost();
        Budget budget = maxCost == null
                ? null
                : new Budget(maxCost, run.counts().cost().add(unknownCost(run, processor, choice)));
        Protocol protocol = prepared.protocol();
        CachePriming priming = priming(template, protocol, choice);
        try (ModelClient client = watcher.around(protocol.connect(choice.provider()));
                GroupCommit commits = new GroupCommit(group -> {
                    records.save(lease, group);
                    progress.committed();
                    stopBeforeTheDiskIsFull(control);
                });
                Lane lane = pools.open(
                        CallPoolKey.of(choice),
                        choice.limits(),
                        usedToday(choice),
                        new Lane.Settings(
                                client,
                                choice.price(),
                                budget,
                                priming.takesPlace(),
                                () -> commits.waiting() >= slots));
                CallerLog log = new CallerLog(lane::state, choice.limits(), progress, ticker);
                GraceTimer grace = new GraceTimer(settings.stopGrace(), control)) {
            commits.onRoom(slots, lane::storeHasRoom);
            control.onStop(lane::stop);
            control.onStop(grace::start);
            control.onDrop(client::close);
            progress.begin(run.counts(), slots, lane::state);
            log.begin();
            SkipWatch skips = new SkipWatch(request.spec().tuning().skipLimit(), control, again(prepared.run()));
            RunScope scope = new RunScope(
                    run,
                    lease,
                    new RunScope.Source(prepared.dataset(), RowLimit.of(template), processor::process),
                    new RunScope.Calls(
                            choice.provider(),
                            slots,
                            new ItemCall.Rules(lane, new AnswerCheck(template), template.repairs(), choice.price()),
                            request.spec().reuse() ? new SharedRequests(records) : null),
                    new RecordMaker(run.id(), run.identity().provenance(), template.key(), clock),
                    new RecordKeeper(commits, progress, skips, control, watcher),
                    prepared.result(),
                    new RunScope.Watch(control, progress, watcher));
            JobExecution execution = executions.execute(jobs.build(scope), run);
            records.reopen(lease, skips.pending());
            return execution;
        }
    }

    private BigDecimal unknownCost(Run run, RequestProcessor processor, ResolvedModel choice) {
        return choice.price() == null ? BigDecimal.ZERO : new UnknownCost(records, processor, choice.price()).of(run);
    }

    /** Looks for skips that a failed execution left to be tried again; others leave none but for want of the provider. */
    private Set<Long> again(Run before) {
        return before.status() == RunStatus.FAILED && before.executions() > 0
                ? records.reopened(before.id())
                : Set.of();
    }

    /** While there is room for what is in flight, so that nothing is wasted. */
    private void stopBeforeTheDiskIsFull(RunControl control) {
        try {
            database.requireRoom();
        } catch (ProblemException e) {
            control.stop(new RunControl.Fatal(e.problem(), e.remedy()));
        }
    }

    /** What limits of the day have to know of other runs, and of this one's executions before. */
    private @Nullable List<PastUse> usedToday(ResolvedModel choice) {
        return choice.limits().limitsADay()
                ? records.usedInLastDay(choice.provider().name(), choice.model(), clock.instant())
                : null;
    }

    private static CachePriming priming(JobTemplate template, Protocol protocol, ResolvedModel choice) {
        CachePriming priming = CachePriming.of(template, protocol, choice.provider(), choice.model());
        if (priming.asked()) {
            LOG.info("The provider's prompt cache is {}", priming.words());
        }
        return priming;
    }
}
