package io.llmp.batch.run.step;

import io.llmp.batch.run.control.RunProgress;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** Makes a partition of each split that the plan step left in the store. */
final class SplitPartitioner implements Partitioner, StepExecutionListener {

    private final RunProgress progress;
    private final Supplier<RunPlan> source;
    private volatile @Nullable RunPlan plan;

    /** @param source reads the plan, once, before the first split is worked on */
    SplitPartitioner(RunProgress progress, Supplier<RunPlan> source) {
        this.progress = progress;
        this.source = source;
    }

    @Override
    public void beforeStep(StepExecution step) {
        RunPlan read = source.get();
        plan = read;
        progress.counted(read.items());
        progress.enter(RunProgress.Phase.ANSWERING);
    }

    @Override
    public Map<String, ExecutionContext> partition(int gridSize) {
        return plan().partitions();
    }

    /** Returns the plan that was read. */
    RunPlan plan() {
        RunPlan read = plan;
        if (read == null) {
            throw new IllegalStateException("the plan is asked for before beforeStep");
        }
        return read;
    }
}
