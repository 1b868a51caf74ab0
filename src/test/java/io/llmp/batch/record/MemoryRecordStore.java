package io.llmp.batch.record;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The records of one run, kept in memory. */
public class MemoryRecordStore implements JobRecordStore {

    private final ConcurrentSkipListMap<Long, JobRecord> records = new ConcurrentSkipListMap<>();

    @Override
    public void save(List<JobRecord> saved) {
        saved.forEach(record -> records.put(record.itemIndex(), record));
    }

    @Override
    public BitSet finished(RunId run, long first, int items) {
        BitSet finished = new BitSet(items);
        records.subMap(first, first + items).keySet().forEach(item -> finished.set((int) (item - first)));
        return finished;
    }

    @Override
    public void reopenUnavailable(RunId run) {
        records.values()
                .removeIf(record -> record.outcome() instanceof Outcome.Skipped skipped
                        && skipped.reason() == SkipReason.PROVIDER_UNAVAILABLE);
    }

    @Override
    public List<JobRecord> inInputOrder(RunId run, long from, int count) {
        return records.tailMap(from).values().stream().limit(count).toList();
    }

    @Override
    public List<JobRecord> newestFirst(RunId run, RecordFilter filter, @Nullable JobRecord before, int count) {
        if (before != null || !filter.equals(RecordFilter.ALL)) {
            throw new UnsupportedOperationException("only the first page of all");
        }
        return records.values().stream()
                .sorted(Comparator.comparing(JobRecord::createdAt).reversed())
                .limit(count)
                .toList();
    }
}
