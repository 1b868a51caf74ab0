package io.llmp.batch.record;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the record of every item. Safe for use by many threads; a saved record survives the death of the process. A
 * failure of the database is a {@link org.springframework.dao.DataAccessException}.
 */
public interface JobRecordStore {

    /**
     * Stores records of one run, each replacing one of the same item, and brings the run's counts up to date, all in one
     * transaction. Returns when that is durable.
     */
    void save(List<JobRecord> records);

    /**
     * Returns which items of a range have a record, so that a restart leaves them alone.
     *
     * @param items length of the range
     * @return bit {@code i} stands for item {@code first + i}
     */
    BitSet finished(RunId run, long first, int items);

    /**
     * Removes the records of items that were skipped because the provider was unavailable, for which nothing was paid, so
     * that they are tried again; brings the run's counts up to date in the same transaction.
     */
    void reopenUnavailable(RunId run);

    /** Returns up to {@code count} records in input order, from item {@code from} on. */
    List<JobRecord> inInputOrder(RunId run, long from, int count);

    /**
     * Returns up to {@code count} records, newest first.
     *
     * @param before the last record of the page before, or null for the first page
     */
    List<JobRecord> newestFirst(RunId run, RecordFilter filter, @Nullable JobRecord before, int count);
}
