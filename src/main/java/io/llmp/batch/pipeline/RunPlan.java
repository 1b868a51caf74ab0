package io.llmp.batch.pipeline;

import io.llmp.batch.input.Split;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a run's input is cut, kept in Spring Batch's execution contexts so that every execution of the run cuts it alike.
 *
 * @param items rows of the input, as far as the run takes them
 */
record RunPlan(long items, List<Split> splits) {

    private static final String PLAN = "llmp.plan";
    private static final String ITEMS = "llmp.items";
    private static final String SPLIT = "llmp.split";
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

    /** Returns a context for each split, by the name of its partition. */
    Map<String, ExecutionContext> partitions() {
        Map<String, ExecutionContext> partitions = new LinkedHashMap<>();
        for (Split split : splits) {
            ExecutionContext context = new ExecutionContext();
            context.putString(SPLIT, JSON.writeValueAsString(split));
            partitions.put("split-" + split.number(), context);
        }
        return partitions;
    }

    /** Returns the split of a partition's context. */
    static Split split(ExecutionContext context) {
        return JSON.readValue(context.getString(SPLIT), Split.class);
    }
}
