package io.llmp.batch.run.step;

import io.llmp.batch.record.LeaseLostException;
import io.llmp.batch.record.SplitStore;
import io.llmp.batch.run.control.LeaseKeeper;
import io.llmp.batch.run.control.RunScope;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;

/**
 * Takes a split when its step begins, and gives it back when nothing of it is in flight any more. Notifies those who watch the
 * run of both. A split whose step ended before its time stays taken until the run ends: calls that were dropped may still end.
 */
record SplitEvents(RunScope scope, SplitStore splits, int split, LlmItemWriter writer)
        implements StepExecutionListener {

    @Override
    public void beforeStep(StepExecution execution) {
        try {
            splits.take(scope.lease(), split);
        } catch (LeaseLostException e) {
            scope.watch().control().stop(LeaseKeeper.lost(e));
            throw e;
        }
        scope.watch().watcher().splitBegins(split);
    }

    @Override
    public @Nullable ExitStatus afterStep(StepExecution execution) {
        writer.awaitAnswers();
        scope.watch().watcher().splitEnded(split);
        if (execution.getStatus() == BatchStatus.COMPLETED) {
            splits.end(scope.lease(), split);
        }
        return null;
    }
}
