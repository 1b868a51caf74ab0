package io.llmp.batch.run.step;

import io.llmp.batch.input.Split;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a run's input is cut, kept in the job's execution context so that every execution of the run cuts it alike.
 *
 * @param items rows of the input that the run takes
 * @param splits in the order of their numbers, which count from 0
 */
record RunPlan(long items, List<Split> splits) {

    private static final String PLAN = "llmp.plan";
    private static final String ITEMS = "llmp.items";
    private static final String PARTITION = "split-";
    private static final JsonMapper JSON = JsonMapper.shared();

    RunPlan {
        splits = List.copyOf(splits);
    }

    void write(ExecutionContext context) {
        context.putLong(ITEMS, items);
        context.putString(PLAN, JSON.writeValueAsString(splits));
    }

    static RunPlan read(ExecutionContext context) {
        List<Split> splits = JSON.readValue(context.getString(PLAN), new TypeReference<List<Split>>() {});
        return new RunPlan(context.getLong(ITEMS), splits);
    }

    /**
     * Returns the partitions by their names. Their contexts are empty: a process can die between a partition's birth and the
     * storing of its context, so a split is looked up in the plan.
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

    /** Whether {@link #write} has been here. */
    static boolean isIn(ExecutionContext context) {
        return context.containsKey(PLAN);
    }
}
