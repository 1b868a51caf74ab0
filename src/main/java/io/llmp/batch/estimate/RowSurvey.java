package io.llmp.batch.estimate;

import io.llmp.batch.answer.PreparedItem;
import io.llmp.batch.answer.RequestProcessor;
import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.Item;
import io.llmp.batch.input.ItemCursor;
import io.llmp.batch.input.Split;
import io.llmp.batch.input.SplitPlan;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.SkipReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the rows of an input as a run would: at all of them up to a bound, beyond it at a random sample that is the same
 * every time. Asks nobody. Not safe for use by several threads.
 */
final class RowSurvey {

    /** Rows looked at: some 3 s of CPU. */
    private static final int MOST = 50_000;

    /** Requests whose tokens are counted: a tokenizer takes up to 0.1 ms for a thousand characters. */
    private static final int MOST_COUNTED = 2_000;

    private static final int PAGE = 1_000;
    private static final long SEED = 20_240_229;

    private final RequestProcessor processor;
    private final ToDoubleFunction<PreparedItem.Valid> counter;
    private final @Nullable JobRecordStore answers;
    private final Random random = new Random(SEED);
    private final Set<String> seen = new HashSet<>();
    private final List<PreparedItem.Valid> page = new ArrayList<>();
    private final Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);
    private final Sample tokens = new Sample();
    private long rows;
    private long surveyed;
    private long asked;
    private long reused;

    /**
     * @param counter counts the tokens of a request
     * @param answers knows what was answered before, or null when every row is sent
     */
    RowSurvey(
            RequestProcessor processor,
            ToDoubleFunction<PreparedItem.Valid> counter,
            @Nullable JobRecordStore answers) {
        this.processor = processor;
        this.counter = counter;
        this.answers = answers;
    }

    /**
     * What was found.
     *
     * @param tokens counted in the requests of rows that are sent, for each of some of them
     */
    record Found(Estimate.Rows rows, Sample tokens) {}

    /** Looks at the first {@code limit} rows of {@code dataset}. */
    Found of(Dataset dataset, long limit) throws IOException {
        SplitPlan plan = dataset.plan(limit, all -> Math.max(1, all));
        rows = plan.items();
        for (Split split : plan.splits()) {
            try (ItemCursor cursor = dataset.open(split)) {
                for (Item item = cursor.next(); item != null; item = cursor.next()) {
                    consider(item);
                }
            }
        }
        lookUp();
        Map<SkipReason, Range> rejected = new EnumMap<>(SkipReason.class);
        skipped.forEach((reason, count) -> rejected.put(reason, all(count)));
        return new Found(new Estimate.Rows(rows, surveyed, all(asked), all(reused), rejected), tokens);
    }

    /** Takes each row with the same probability (Knuth, The Art of Computer Programming, 3.4.2, algorithm S). */
    private void consider(Item item) {
        long left = rows - item.index();
        if (random.nextDouble() * left >= MOST - surveyed) {
            return;
        }
        surveyed++;
        PreparedItem prepared = processor.process(item);
        if (prepared instanceof PreparedItem.Rejected rejected) {
            skipped.merge(rejected.reason(), 1L, Long::sum);
        } else {
            page.add((PreparedItem.Valid) prepared);
        }
        if (page.size() == PAGE) {
            lookUp();
        }
    }

    private void lookUp() {
        Set<String> known = answers == null || page.isEmpty()
                ? Set.of()
                : answers.answers(page.stream()
                                .map(PreparedItem.Valid::fingerprint)
                                .toList())
                        .keySet();
        for (PreparedItem.Valid valid : page) {
            if (answers != null && (known.contains(valid.fingerprint()) || !seen.add(valid.fingerprint()))) {
                reused++;
            } else {
                asked++;
                count(valid);
            }
        }
        page.clear();
    }

    private void count(PreparedItem.Valid valid) {
        if (random.nextDouble() * Math.min(rows, MOST) < MOST_COUNTED) {
            tokens.add(counter.applyAsDouble(valid));
        }
    }

    /** Returns how many there are among all rows when there are {@code count} among those looked at. */
    private Range all(long count) {
        if (surveyed == rows) {
            return Range.exactly((double) count);
        }
        double share = (double) count / surveyed;
        double variance = share * (1 - share) / surveyed * (1 - (double) surveyed / rows);
        Range shares = Range.around(share, Sample.quantile(surveyed) * Math.sqrt(variance));
        return shares.times((double) rows);
    }
}
