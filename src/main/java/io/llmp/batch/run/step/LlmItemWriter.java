package io.llmp.batch.run.step;

import io.llmp.batch.answer.PreparedItem;
import io.llmp.batch.answer.SharedRequests;
import io.llmp.batch.answer.online.ItemCall;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.problem.Causes;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RecordRef;
import io.llmp.batch.run.control.ProviderTrouble;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.control.RunScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/**
 * Gets an answer for each item of a split and keeps it as a record the moment it arrives. Never throws for an item: what
 * goes wrong with one is its record. Returns when the chunk's items have been admitted, so that a slow answer keeps no other
 * item waiting; the step's end waits until every item has a durable record, or the run was ended. Then the step is told to
 * stop, because items without a record are left for the next execution. Throws only when records cannot be stored.
 */
final class LlmItemWriter implements ItemWriter<PreparedItem>, SharedRequests.Desk {

    private static final Logger LOG = LoggerFactory.getLogger(LlmItemWriter.class);

    /** How long dropped calls may take to end: closing a connection takes milliseconds, a commit on a slow disk seconds. */
    private static final Duration DROPPED_CALLS_END = Duration.ofSeconds(10);

    private final RunScope run;
    private final Semaphore room;
    private final int split;
    private final StepExecution step;
    private final AtomicBoolean unanswered = new AtomicBoolean();
    private final PendingItems pending = new PendingItems();
    private long written;
    private long toWrite = Long.MAX_VALUE;

    /** @param room leave for items to be admitted, shared by all splits of the run */
    LlmItemWriter(RunScope run, Semaphore room, int split, StepExecution step) {
        this.run = run;
        this.room = room;
        this.split = split;
        this.step = step;
        run.control().onDrop(() -> pending.boundWaits(DROPPED_CALLS_END));
    }

    @Override
    public void write(Chunk<? extends PreparedItem> chunk) {
        room.acquireUninterruptibly(chunk.size());
        List<CompletableFuture<?>> durable;
        try {
            durable = answers(chunk);
        } catch (RuntimeException e) {
            room.release(chunk.size());
            throw e;
        }
        pending.begin(durable.size());
        for (CompletableFuture<?> each : durable) {
            CompletableFuture<?> unused = each.whenComplete((nothing, failure) -> {
                room.release();
                pending.settled(failure);
            });
        }
        written += chunk.size();
        goOn();
    }

    /** The split has no items but the {@code items} that were read; called by the thread that writes. */
    void inputEnded(long items) {
        toWrite = items;
        goOn();
    }

    private void goOn() {
        if (written == toWrite) {
            pending.awaitAll();
        }
        pending.requireNoFailure();
        // A chunk of rows that need no answer is complete all the same.
        if (unanswered.get() || run.control().cause() != null) {
            step.setTerminateOnly();
        }
    }

    /** Returns when what is in flight has ended and is kept, for a step that ends before its split does. */
    void awaitAnswers() {
        pending.awaitAll();
    }

    private List<CompletableFuture<?>> answers(Chunk<? extends PreparedItem> chunk) {
        List<CompletableFuture<?>> durable = new ArrayList<>();
        List<PreparedItem.Valid> valid = new ArrayList<>();
        for (PreparedItem prepared : chunk) {
            if (prepared instanceof PreparedItem.Rejected rejected) {
                durable.add(keep(prepared, new Outcome.Skipped(rejected.reason(), rejected.error()), CallCosts.NONE));
            } else {
                valid.add((PreparedItem.Valid) prepared);
            }
        }
        SharedRequests shared = run.shared();
        if (shared == null) {
            valid.forEach(item -> durable.add(ask(item)));
        } else {
            durable.addAll(shared.answer(valid, this));
        }
        return durable;
    }

    @Override
    public CompletableFuture<SharedRequests.Result> ask(PreparedItem.Valid item) {
        RecordRef record = new RecordRef(run.run().id(), item.item().index());
        return ItemCall.ask(run.calls(), item.request())
                .whenComplete(this::stopOnFailure)
                .thenCompose(result -> settle(item, result)
                        .thenApply(outcome -> new SharedRequests.Result(outcome, record, otherModel(result) == null)));
    }

    /** A call that ends by an exception shows a fault of the program, or of the machine, which other calls will meet too. */
    private void stopOnFailure(ItemCall.@Nullable Result result, @Nullable Throwable failure) {
        if (failure == null) {
            return;
        }
        Throwable cause = Causes.ofFuture(failure);
        LOG.error("A call ended by an exception", cause);
        run.control()
                .stop(
                        cause instanceof ProblemException known
                                ? new RunControl.Fatal(known.problem(), known.remedy())
                                : new RunControl.Fatal(
                                        "A call failed by a fault of this program: " + cause,
                                        "Report it with the log. The same command continues the run."));
    }

    private static @Nullable String otherModel(ItemCall.Result result) {
        return result instanceof ItemCall.Result.Settled settled ? settled.model() : null;
    }

    private void warnOnce(@Nullable String otherModel) {
        if (otherModel != null && run.progress().isNews(otherModel)) {
            run.watcher()
                    .warns("the gateway had another model answer, " + otherModel
                            + "; the records of these rows name it, and their answers are not reused");
        }
    }

    /** Completes with what the item's durable record says, or with null when it has none. */
    private CompletableFuture<@Nullable Outcome> settle(PreparedItem prepared, ItemCall.Result result) {
        if (result instanceof ItemCall.Result.Settled settled) {
            warnOnce(settled.model());
            JobRecord record = run.records().of(prepared, split, settled.outcome(), settled.costs(), settled.model());
            return keep(record).thenApply(JobRecord::outcome);
        }
        unanswered.set(true);
        if (result instanceof ItemCall.Result.RunFailed failed) {
            run.control().stop(cause(failed.failure()));
        }
        return CompletableFuture.completedFuture(null);
    }

    private RunControl.Cause cause(CallFailure failure) {
        if (failure.kind() == FailureKind.SPENDING_LIMIT_REACHED) {
            return new RunControl.SpentUp("The spending limit is reached: " + failure.message() + ".");
        }
        LOG.warn("A call ends the run: {}", failure.facts());
        RunControl.Fatal trouble = ProviderTrouble.cause(failure, run.provider());
        return failure.kind() == FailureKind.LIMIT_REACHED && failure.retryAfter() != null
                ? new RunControl.LimitReached(trouble.problem(), failure.retryAfter())
                : trouble;
    }

    @Override
    public CompletableFuture<Void> take(PreparedItem.Valid item, SharedRequests.Result shared) {
        if (shared.outcome() instanceof Outcome.Answered answered) {
            RecordRef from = answered.from() == null ? shared.record() : answered.from();
            return keep(item, new Outcome.Answered(answered.output(), from), CallCosts.NONE);
        }
        if (shared.outcome() instanceof Outcome.Skipped skipped) {
            return keep(item, skipped, CallCosts.NONE);
        }
        unanswered.set(true);
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> keep(PreparedItem prepared, Outcome outcome, CallCosts costs) {
        return keep(run.records().of(prepared, split, outcome, costs, null)).thenAccept(kept -> {});
    }

    private CompletableFuture<JobRecord> keep(JobRecord record) {
        return run.keeper().keep(record);
    }
}
