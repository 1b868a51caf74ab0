package io.llmp.batch.record;

import io.llmp.batch.limit.PastUse;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The records of one run, kept in memory. */
public class MemoryRecordStore implements JobRecordStore {

    private final ConcurrentSkipListMap<Long, JobRecord> records = new ConcurrentSkipListMap<>();

    @Override
    public void save(Lease lease, List<JobRecord> saved) {
        saved.forEach(record -> records.put(record.itemIndex(), record));
    }

    @Override
    public BitSet finished(RunId run, long first, int items) {
        BitSet finished = new BitSet(items);
        records.subMap(first, first + items).keySet().forEach(item -> finished.set((int) (item - first)));
        return finished;
    }

    @Override
    public long reopen(Lease lease, Set<SkipReason> reasons, long most) {
        List<JobRecord> reopened = records.values().stream()
                .filter(record ->
                        record.outcome() instanceof Outcome.Skipped skipped && reasons.contains(skipped.reason()))
                .limit(most)
                .toList();
        records.values().removeAll(reopened);
        return reopened.size();
    }

    @Override
    public void reopen(Lease lease, Collection<Long> items) {
        records.keySet().removeAll(items);
    }

    @Override
    public Set<Long> reopened(RunId run) {
        return Set.of();
    }

    @Override
    public Map<SkipReason, Long> skipReasons(RunId run) {
        return records.values().stream()
                .filter(record -> record.outcome() instanceof Outcome.Skipped)
                .collect(Collectors.groupingBy(
                        record -> ((Outcome.Skipped) record.outcome()).reason(), Collectors.counting()));
    }

    @Override
    public Map<String, KeptAnswer> answers(Collection<String> fingerprints) {
        return records.values().stream()
                .filter(record -> record.outcome() instanceof Outcome.Answered answered
                        && answered.from() == null
                        && fingerprints.contains(record.requestFingerprint()))
                .collect(Collectors.toMap(
                        record -> String.valueOf(record.requestFingerprint()),
                        record -> new KeptAnswer(
                                new RecordRef(record.run(), record.itemIndex()),
                                ((Outcome.Answered) record.outcome()).output()),
                        (one, other) -> one));
    }

    @Override
    public List<PastUse> usedInLastDay(String provider, String model, Instant now) {
        throw new UnsupportedOperationException("a store of one run");
    }

    @Override
    public List<JobRecord> inInputOrder(RunId run, RecordFilter filter, long from, int count) {
        return records.tailMap(from).values().stream()
                .filter(record -> filter.accepts(record.outcome()))
                .limit(count)
                .toList();
    }

    @Override
    public List<ItemRef> itemsInInputOrder(RunId run, RecordFilter filter, long from, int count) {
        return inInputOrder(run, filter, from, count).stream()
                .map(record -> new ItemRef(
                        record.itemIndex(), !KeptValues.of(record.input()).has(JobRecord.LEFT_OUT)))
                .toList();
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
