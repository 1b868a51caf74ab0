package io.llmp.batch.estimate;

import io.llmp.batch.answer.PreparedItem;
import io.llmp.batch.answer.RequestProcessor;
import io.llmp.batch.input.Item;
import io.llmp.batch.llm.Price;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.RecordFilter;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What earlier runs of the same template version and model took for an item, repairs included: the newest records of each.
 * Not safe for use by several threads.
 */
final class PastCallStatistics {

    /** Fewer tell too little of how much items differ. */
    private static final int LEAST = 5;

    private static final int MOST = 1_000;
    private static final int MOST_OF_A_RUN = 500;
    private static final double MILLIS = 1_000;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final RequestProcessor processor;
    private final ToDoubleFunction<PreparedItem.Valid> counter;
    private final @Nullable Price price;

    /** Tokens billed for the prompts of an item, by those counted in its request. */
    final Sample prompts = new Sample();
    /** Tokens of an item's answers. */
    final Sample completions = new Sample();
    /** US dollars for the prompts of an item, by tokens counted; nothing without a price. */
    final Sample promptDollars = new Sample();
    /** Calls made about an item. */
    final Sample calls = new Sample();
    /** Seconds from an item's first call to its last answer. */
    final Sample seconds = new Sample();

    /**
     * @param counter counts the tokens of a request
     * @param price today's, or null when there is none
     */
    PastCallStatistics(
            RequestProcessor processor, ToDoubleFunction<PreparedItem.Valid> counter, @Nullable Price price) {
        this.processor = processor;
        this.counter = counter;
        this.price = price;
    }

    /** Reads what the stores keep of runs made by {@code provenance}. */
    void read(RunStore runs, JobRecordStore records, Provenance provenance) {
        for (Run run : runs.list()) {
            if (prompts.count() >= MOST) {
                return;
            }
            if (run.identity().provenance().equals(provenance)) {
                read(records, run);
            }
        }
    }

    private void read(JobRecordStore records, Run run) {
        JobRecord last = null;
        for (int seen = 0; seen < MOST_OF_A_RUN; ) {
            List<JobRecord> page = records.newestFirst(run.id(), RecordFilter.ALL, last, MOST_OF_A_RUN - seen);
            if (page.isEmpty()) {
                return;
            }
            page.forEach(record -> add(record, run));
            seen += page.size();
            last = page.get(page.size() - 1);
        }
    }

    private void add(JobRecord record, Run run) {
        CallCosts costs = record.costs();
        if (costs.usage().total() == 0 || !(JSON.readTree(record.input()) instanceof ObjectNode row)) {
            return;
        }
        if (processor.process(new Item.Row(record.itemIndex(), row)) instanceof PreparedItem.Valid valid) {
            double counted = Math.max(1, counter.applyAsDouble(valid));
            Usage usage = costs.usage();
            prompts.add(counted, (double) usage.promptTokens());
            completions.add((double) usage.completionTokens());
            calls.add(costs.attempts());
            seconds.add(costs.latency().toMillis() / MILLIS);
            if (price != null) {
                Usage prompt = new Usage(usage.promptTokens(), usage.cachedTokens(), 0, written(costs, run));
                promptDollars.add(counted, price.cost(prompt).doubleValue());
            }
        }
    }

    /** Returns the tokens that were billed for being written to a cache, where the price of then tells them. */
    static long written(CallCosts costs, Run run) {
        BigDecimal cost = costs.cost();
        return cost == null
                ? 0
                : run.price()
                        .flatMap(price -> price.explain(costs.usage(), cost))
                        .map(Usage::cacheWriteTokens)
                        .orElse(0L);
    }

    /** Whether there is enough to go by. */
    boolean isEnough() {
        return prompts.count() >= LEAST;
    }

    String basis() {
        return "by " + prompts.count() + " rows sent before";
    }
}
