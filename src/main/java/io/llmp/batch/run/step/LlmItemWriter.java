package io.llmp.batch.run.step;

import io.llmp.batch.answer.PreparedItem;
import io.llmp.batch.run.control.RunControl;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/**
 * Admits the items of a split to be answered. Never throws for an item: what goes wrong with one is its record. Returns when
 * the chunk's items have been admitted, so that a slow answer keeps no other item waiting; the step's end waits until every item
 * has a durable record, or the run was ended. Then the step is told to stop, because items without a record are left for the
 * next execution. Throws only when records cannot be stored.
 */
final class LlmItemWriter implements ItemWriter<PreparedItem> {

    /** How long dropped calls may take to end: closing a connection takes milliseconds, a commit on a slow disk seconds. */
    private static final Duration DROPPED_CALLS_END = Duration.ofSeconds(10);

    private final ItemAnswers answers;
    private final RunControl control;
    private final Semaphore room;
    private final StepExecution step;
    private final PendingItems pending = new PendingItems();
    private long written;
    private long toWrite = Long.MAX_VALUE;

    /** @param room leave for items to be admitted, shared by all splits of the run */
    LlmItemWriter(ItemAnswers answers, RunControl control, Semaphore room, StepExecution step) {
        this.answers = answers;
        this.control = control;
        this.room = room;
        this.step = step;
        control.onDrop(() -> pending.boundWaits(DROPPED_CALLS_END));
    }

    @Override
    public void write(Chunk<? extends PreparedItem> chunk) {
        room.acquireUninterruptibly(chunk.size());
        List<CompletableFuture<?>> durable;
        try {
            durable = answers.of(chunk);
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
        endIfAllIsWritten();
    }

    /** The split has no items but the {@code items} that were read; called by the thread that writes. */
    void inputEnded(long items) {
        toWrite = items;
        endIfAllIsWritten();
    }

    private void endIfAllIsWritten() {
        if (written == toWrite) {
            pending.awaitAll();
        }
        pending.requireNoFailure();
        // A chunk of rows that need no answer is complete all the same.
        if (answers.isIncomplete() || control.cause() != null) {
            step.setTerminateOnly();
        }
    }

    /** Returns when what is in flight has ended and is kept, for a step that ends before its split does. */
    void awaitAnswers() {
        pending.awaitAll();
    }
}
