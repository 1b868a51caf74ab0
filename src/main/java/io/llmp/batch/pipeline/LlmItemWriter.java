package io.llmp.batch.pipeline;

import io.llmp.batch.record.Effort;
import io.llmp.batch.record.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/**
 * Gets an answer for each item of a chunk and keeps it as a record the moment it arrives. Never throws for an item: what
 * goes wrong with one is its record. Returns when every item has a durable record, or the run was ended; then the step is
 * told to stop, because items without a record are left for the next execution. Throws only when records cannot be stored.
 */
final class LlmItemWriter implements ItemWriter<Work> {

    private final RunScope run;
    private final int split;
    private final StepExecution step;
    private final AtomicBoolean unanswered = new AtomicBoolean();

    LlmItemWriter(RunScope run, int split, StepExecution step) {
        this.run = run;
        this.split = split;
        this.step = step;
    }

    @Override
    public void write(Chunk<? extends Work> chunk) {
        CompletableFuture<?>[] durable =
                chunk.getItems().stream().map(this::answer).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(durable).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        if (unanswered.get()) {
            step.setTerminateOnly();
        }
    }

    private CompletableFuture<Void> answer(Work work) {
        if (work instanceof Work.Unusable unusable) {
            return keep(work, new Outcome.Skipped(unusable.reason(), unusable.error()), Effort.NONE);
        }
        Work.Ready ready = (Work.Ready) work;
        return ItemCall.ask(run.calls(), ready.request()).thenCompose(result -> settle(work, result));
    }

    private CompletableFuture<Void> settle(Work work, ItemCall.Result result) {
        if (result instanceof ItemCall.Result.Settled settled) {
            return keep(work, settled.outcome(), settled.effort());
        }
        unanswered.set(true);
        if (result instanceof ItemCall.Result.Hopeless hopeless) {
            run.control().stop(ProviderTrouble.cause(hopeless.failure(), run.provider()));
        }
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> keep(Work work, Outcome outcome, Effort effort) {
        return run.keeper().keep(run.records().of(work, split, outcome, effort));
    }
}
