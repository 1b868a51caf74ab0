package io.llmp.batch.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.springframework.batch.core.partition.support.AbstractPartitionHandler;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.core.task.AsyncTaskExecutor;

/** Works on several splits at once, giving each a step of its own, so that reader and writer belong to one split. */
final class SplitPartitionHandler extends AbstractPartitionHandler {

    private final Function<StepExecution, Step> steps;
    private final AsyncTaskExecutor threads;

    SplitPartitionHandler(Function<StepExecution, Step> steps, AsyncTaskExecutor threads) {
        this.steps = steps;
        this.threads = threads;
    }

    @Override
    protected Set<StepExecution> doHandle(StepExecution manager, Set<StepExecution> partitions) throws Exception {
        List<Future<StepExecution>> working = new ArrayList<>();
        for (StepExecution partition : partitions) {
            working.add(threads.submit(() -> {
                steps.apply(partition).execute(partition);
                return partition;
            }));
        }
        Set<StepExecution> done = new HashSet<>();
        for (Future<StepExecution> split : working) {
            done.add(split.get());
        }
        return done;
    }
}
