package io.llmp.batch.record;

import io.llmp.batch.limit.PastUse;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the record of every item. Safe for use by many threads; a saved record survives the death of the process. A
 * failure of the database is a {@link org.springframework.dao.DataAccessException}.
 */
public interface JobRecordStore {

    /**
     * Stores records of one run and brings its counts up to date, all in one transaction. A record replaces a skip of the
     * same item, whose effort is added to its own; nothing replaces an answer. Returns when that is durable.
     *
     * @throws LeaseLostException when another execution has the run; then nothing is stored
     */
    void save(Lease lease, List<JobRecord> records);

    /**
     * Returns which items of a range have a record that stands, so that a restart leaves them alone.
     *
     * @param items length of the range
     * @return bit {@code i} stands for item {@code first + i}
     */
    BitSet finished(RunId run, long first, int items);

    /**
     * Has skipped items tried again: their records stand until then, but no longer count as skipped.
     *
     * @param reasons only what was skipped for one of these
     * @param most how many at most, from the input's beginning on
     * @return how many were reopened
     * @throws LeaseLostException when another execution has the run; then nothing is stored
     */
    long reopen(Lease lease, Set<SkipReason> reasons, long most);

    /**
     * Has these items tried again if they were skipped, as {@link #reopen(Lease, Set, long)} does.
     *
     * @throws LeaseLostException when another execution has the run; then nothing is stored
     */
    void reopen(Lease lease, Collection<Long> items);

    /** Returns the items that are to be tried again; reads every record of the run. */
    Set<Long> reopened(RunId run);

    /** Counts the skips of a run by reason, but for those that are to be tried again; reads every record of the run. */
    Map<SkipReason, Long> skipReasons(RunId run);

    /**
     * Returns the answers that models gave to requests, in whatever run, where there are any.
     *
     * @param fingerprints request fingerprints
     * @return the record of an answer by its fingerprint
     */
    Map<String, KeptAnswer> answers(Collection<String> fingerprints);

    /**
     * Returns what the records of all runs say was used of a model in the 24 hours before {@code now}, in sums of an
     * hour, each as if at the hour's end. Calls count when their item was settled, those before a retry on another day with
     * it; calls whose item has no record yet are not known.
     */
    List<PastUse> usedInLastDay(String provider, String model, Instant now);

    /** Returns up to {@code count} records in input order, from item {@code from} on. */
    default List<JobRecord> inInputOrder(RunId run, long from, int count) {
        return inInputOrder(run, RecordFilter.ALL, from, count);
    }

    /** Returns up to {@code count} records that {@code filter} accepts in input order, from item {@code from} on. */
    List<JobRecord> inInputOrder(RunId run, RecordFilter filter, long from, int count);

    /**
     * One of a run's items.
     *
     * @param whole whether its record keeps all values of its row, rather than leaving out some for their size
     */
    record ItemRef(long index, boolean whole) {}

    /** Returns the items of what {@link #inInputOrder(RunId, RecordFilter, long, int)} returns; quicker, and in less memory. */
    List<ItemRef> itemsInInputOrder(RunId run, RecordFilter filter, long from, int count);

    /**
     * Returns up to {@code count} records, newest first.
     *
     * @param before the last record of the page before, or null for the first page
     */
    List<JobRecord> newestFirst(RunId run, RecordFilter filter, @Nullable JobRecord before, int count);
}
