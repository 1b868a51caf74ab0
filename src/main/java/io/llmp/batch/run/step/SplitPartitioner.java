package io.llmp.batch.run.step;

import io.llmp.batch.run.control.RunProgress;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** Makes a partition of each split in the plan that the plan step left in the job's context. */
final class SplitPartitioner implements Partitioner, StepExecutionListener {

    private final RunProgress progress;
    private final Consumer<RunPlan> onPlan;
    private @Nullable RunPlan plan;

    /** @param onPlan told of the plan before the first split is worked on */
    SplitPartitioner(RunProgress progress, Consumer<RunPlan> onPlan) {
        this.progress = progress;
        this.onPlan = onPlan;
    }

    @Override
    public void beforeStep(StepExecution step) {
        plan = RunPlan.read(step.getJobExecution().getExecutionContext());
        onPlan.accept(plan);
        progress.counted(plan.items());
        progress.enter(RunProgress.Phase.ANSWERING);
    }

    @Override
    public Map<String, ExecutionContext> partition(int gridSize) {
        if (plan == null) {
            throw new IllegalStateException("partition before beforeStep");
        }
        return plan.partitions();
    }
}
