package io.llmp.batch.record.compare;

import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RunId;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records of a run by their items, a page at a time: quick for items that come more or less in input order. */
final class RecordWindow {

    private static final int PAGE = 500;

    private final JobRecordStore records;
    private final RunId run;
    private Map<Long, JobRecord> page = Map.of();
    private long from;
    private long to;

    RecordWindow(JobRecordStore records, RunId run) {
        this.records = records;
        this.run = run;
    }

    /** Returns the record of an item, or null when it has none. */
    @Nullable
    JobRecord at(long item) {
        if (item < from || item >= to) {
            List<JobRecord> next = records.inInputOrder(run, item, PAGE);
            page = next.stream().collect(Collectors.toMap(JobRecord::itemIndex, Function.identity()));
            from = item;
            to = next.size() < PAGE ? Long.MAX_VALUE : next.get(next.size() - 1).itemIndex() + 1;
        }
        return page.get(item);
    }

    /** Gives every record in input order. */
    static void forEach(JobRecordStore records, RunId run, Consumer<JobRecord> action) {
        long from = 0;
        List<JobRecord> page = records.inInputOrder(run, from, PAGE);
        while (!page.isEmpty()) {
            page.forEach(action);
            from = page.get(page.size() - 1).itemIndex() + 1;
            page = records.inInputOrder(run, from, PAGE);
        }
    }
}
