package io.llmp.batch.run.step;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.springframework.batch.core.partition.support.AbstractPartitionHandler;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.core.task.AsyncTaskExecutor;

/**
 * Works on the splits of a run, giving each a step of its own, so that reader and writer belong to one split. A few are read
 * at once; one that has been read leaves its turn to the next while its last items are answered.
 */
final class SplitPartitionHandler extends AbstractPartitionHandler {

    private final BiFunction<StepExecution, Turn, Step> steps;
    private final AsyncTaskExecutor threads;

    /**
     * @param steps makes the step of a partition, which ends its turn when it has read its split
     * @param threads as many as there are partitions
     */
    SplitPartitionHandler(BiFunction<StepExecution, Turn, Step> steps, AsyncTaskExecutor threads) {
        this.steps = steps;
        this.threads = threads;
    }

    /** The turn of a split to be read; it ends once. */
    static final class Turn {

        private final Semaphore turns;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Turn(Semaphore turns) {
            this.turns = turns;
        }

        void end() {
            if (ended.compareAndSet(false, true)) {
                turns.release();
            }
        }
    }

    @Override
    protected Set<StepExecution> doHandle(StepExecution manager, Set<StepExecution> partitions) throws Exception {
        Semaphore turns = new Semaphore(Splitting.READ_AT_ONCE, true);
        List<Future<StepExecution>> working = new ArrayList<>();
        for (StepExecution partition : partitions) {
            working.add(threads.submit(() -> work(partition, turns)));
        }
        Set<StepExecution> done = new HashSet<>();
        for (Future<StepExecution> split : working) {
            done.add(split.get());
        }
        return done;
    }

    private StepExecution work(StepExecution partition, Semaphore turns) throws Exception {
        turns.acquire();
        Turn turn = new Turn(turns);
        try {
            steps.apply(partition, turn).execute(partition);
            return partition;
        } finally {
            turn.end();
        }
    }
}
