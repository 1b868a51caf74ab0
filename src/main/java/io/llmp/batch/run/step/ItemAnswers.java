package io.llmp.batch.run.step;

import io.llmp.batch.answer.PreparedItem;
import io.llmp.batch.answer.SharedRequests;
import io.llmp.batch.answer.online.ItemCall;
import io.llmp.batch.problem.Causes;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RecordRef;
import io.llmp.batch.run.control.ProviderTrouble;
import io.llmp.batch.run.control.RunScope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Brings items of a split to their durable records: a rejected item at once, a valid one by the answer to an identical request
 * or by a call of its own. Safe for use by many threads.
 */
final class ItemAnswers implements SharedRequests.Desk {

    private final RunScope run;
    private final int split;
    private volatile boolean incomplete;

    ItemAnswers(RunScope run, int split) {
        this.run = run;
        this.split = split;
    }

    /** Returns a future for each item that completes when the item's record is durable, or when it gets none. */
    List<CompletableFuture<?>> of(Iterable<? extends PreparedItem> items) {
        List<CompletableFuture<?>> durable = new ArrayList<>();
        List<PreparedItem.Valid> valid = new ArrayList<>();
        for (PreparedItem prepared : items) {
            if (prepared instanceof PreparedItem.Rejected rejected) {
                durable.add(keep(prepared, new Outcome.Skipped(rejected.reason(), rejected.error()), CallCosts.NONE));
            } else {
                valid.add((PreparedItem.Valid) prepared);
            }
        }
        SharedRequests shared = run.calls().shared();
        if (shared == null) {
            valid.forEach(item -> durable.add(ask(item)));
        } else {
            durable.addAll(shared.answer(valid, this));
        }
        return durable;
    }

    /** Returns whether an item was left without a record, for the next execution. */
    boolean isIncomplete() {
        return incomplete;
    }

    @Override
    public CompletableFuture<SharedRequests.Result> ask(PreparedItem.Valid item) {
        RecordRef record = new RecordRef(run.run().id(), item.item().index());
        return ItemCall.ask(run.calls().rules(), item.request())
                .whenComplete((result, fault) -> {
                    if (fault != null) {
                        run.watch().control().stop(ProviderTrouble.ends(Causes.ofFuture(fault)));
                    }
                })
                .thenCompose(result -> settle(item, result)
                        .thenApply(outcome -> new SharedRequests.Result(outcome, record, otherModel(result) == null)));
    }

    /** Completes with what the item's durable record says, or with null when it has none. */
    private CompletableFuture<@Nullable Outcome> settle(PreparedItem prepared, ItemCall.Result result) {
        if (result instanceof ItemCall.Result.Settled settled) {
            warnOnce(settled.model());
            JobRecord record = run.records().of(prepared, split, settled.outcome(), settled.costs(), settled.model());
            return run.keeper().keep(record).thenApply(JobRecord::outcome);
        }
        incomplete = true;
        if (result instanceof ItemCall.Result.RunFailed failed) {
            run.watch()
                    .control()
                    .stop(ProviderTrouble.ends(failed.failure(), run.calls().provider()));
        }
        return CompletableFuture.completedFuture(null);
    }

    private static @Nullable String otherModel(ItemCall.Result result) {
        return result instanceof ItemCall.Result.Settled settled ? settled.model() : null;
    }

    private void warnOnce(@Nullable String otherModel) {
        if (otherModel != null && run.watch().progress().isNews(otherModel)) {
            run.watch()
                    .watcher()
                    .warns("the gateway had another model answer, " + otherModel
                            + "; the records of these rows name it, and their answers are not reused");
        }
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
        incomplete = true;
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> keep(PreparedItem prepared, Outcome outcome, CallCosts costs) {
        JobRecord record = run.records().of(prepared, split, outcome, costs, null);
        return run.keeper().keep(record).thenAccept(kept -> {});
    }
}
