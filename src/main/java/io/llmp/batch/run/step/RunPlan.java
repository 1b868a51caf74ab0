package io.llmp.batch.run.step;

import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.Split;
import io.llmp.batch.input.SplitPlan;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.SplitStore;
import io.llmp.batch.run.control.RunScope;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * How a run's input is cut. The store keeps it, so that every execution of the run cuts it alike.
 *
 * @param splits in the order of their numbers, which count from 0
 */
record RunPlan(List<Split> splits) {

    private static final String PARTITION = "split-";

    RunPlan {
        splits = List.copyOf(splits);
    }

    /** Returns the plan that the store has of a run, which is empty before {@link #make}. */
    static RunPlan of(RunScope scope, SplitStore store) {
        return new RunPlan(store.splits(scope.run().id()));
    }

    /** Cuts the run's input, unless the store has its splits from an earlier execution. */
    static void make(RunScope scope, SplitStore store) throws IOException {
        Run run = scope.run();
        if (!store.splits(run.id()).isEmpty()) {
            return;
        }
        Long limit = run.identity().limit();
        SplitPlan plan = scope.source()
                .dataset()
                .plan(
                        limit == null ? Dataset.NO_LIMIT : limit,
                        rows -> Splitting.rowsPerSplit(rows, scope.calls().slots()));
        requireSameItems(run, plan.items());
        plan.warnings().forEach(scope.watch().watcher()::warns);
        store.plan(scope.lease(), plan.items(), plan.splits());
    }

    /** Its records are told by where in the input their rows are. */
    private static void requireSameItems(Run run, long items) {
        if (run.items() != null && run.items() != items) {
            throw ProblemException.failed(
                    "Run " + run.id() + " counted " + run.items() + " rows in its input, and now there are " + items
                            + ".",
                    "Start another run of this input; the answers that were paid for are reused.");
        }
    }

    /** Returns how many items the splits hold together. */
    long items() {
        return splits.stream().mapToLong(Split::items).sum();
    }

    /**
     * Returns the partitions by their names, which say the numbers of their splits. Their contexts are empty: a process can die
     * between a partition's birth and the storing of its context.
     */
    Map<String, ExecutionContext> partitions() {
        Map<String, ExecutionContext> partitions = new LinkedHashMap<>();
        splits.forEach(split -> partitions.put(PARTITION + split.number(), new ExecutionContext()));
        return partitions;
    }

    /** Returns the split of a partition, by the name of its step. */
    Split split(String step) {
        return splits.get(Integer.parseInt(step.substring(step.lastIndexOf(PARTITION) + PARTITION.length())));
    }
}
