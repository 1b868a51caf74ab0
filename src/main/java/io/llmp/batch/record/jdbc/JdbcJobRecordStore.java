package io.llmp.batch.record.jdbc;

import io.llmp.batch.limit.PastUse;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.KeptAnswer;
import io.llmp.batch.record.Lease;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RecordFilter;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.store.SqlDialect;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Job records in the table {@code LLMP_JOB_RECORD}, read by its keys and never whole. Long because it is one port, whose writes
 * share the counts that fence them.
 */
final class JdbcJobRecordStore implements JobRecordStore {

    private static final int REOPEN_PAGE = 500;

    private static final String STANDING_SKIPS =
            " WHERE RUN_ID = :run AND ITEM_INDEX IN (:items) AND REASON IS NOT NULL AND NOT REOPENED";

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final TransactionOperations transaction;
    private final SplitRows splits;
    private final AnswerIndex answers;
    private final PastUses pastUses;
    private final SqlDialect dialect;
    private final IntConsumer counted;

    /** @param counted takes how many records more there are, before that is committed */
    JdbcJobRecordStore(JdbcTemplate jdbc, TransactionOperations transaction, SqlDialect dialect, IntConsumer counted) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
        this.transaction = transaction;
        this.splits = new SplitRows(jdbc);
        this.answers = new AnswerIndex(jdbc);
        this.pastUses = new PastUses(client, dialect);
        this.dialect = dialect;
        this.counted = counted;
    }

    @Override
    public void save(Lease lease, List<JobRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        try {
            transaction.executeWithoutResult(status -> {
                SortedMap<Integer, RunCounts> added = new TreeMap<>();
                insert(records, added);
                answers.add(records);
                count(lease, added);
            });
        } catch (DuplicateKeyException e) {
            // Rare: an item tried again that was skipped, or a request asked again that was answered.
            transaction.executeWithoutResult(status -> replace(lease, records));
        }
    }

    /** A record that stands already, and whether its item is to be tried again. */
    private record Standing(JobRecord record, boolean reopened) {

        /** Whether it is {@code other} that stands: stored by a transaction whose end was not seen, so that it is repeated. */
        boolean isOf(JobRecord other) {
            return !reopened
                    && Times.stored(other.createdAt()).equals(record.createdAt())
                    && other.outcome() instanceof Outcome.Skipped again
                    && record.outcome() instanceof Outcome.Skipped first
                    && again.reason() == first.reason();
        }
    }

    private void replace(Lease lease, List<JobRecord> records) {
        Map<Long, Standing> standing = standing(lease.run(), records);
        Map<Long, JobRecord> better = new LinkedHashMap<>();
        for (JobRecord record : records) {
            Standing before = standing.get(record.itemIndex());
            if (before != null && before.isOf(record)) {
                continue;
            }
            JobRecord last = better.getOrDefault(record.itemIndex(), before == null ? null : before.record());
            if (last == null) {
                better.put(record.itemIndex(), record);
            } else if (last.outcome() instanceof Outcome.Skipped) {
                better.put(record.itemIndex(), record.after(last));
            }
        }
        SortedMap<Integer, RunCounts> added = new TreeMap<>();
        for (JobRecord record : better.values()) {
            Standing before = standing.get(record.itemIndex());
            if (before != null) {
                // What is to be tried again is no longer counted as skipped.
                RunCounts removed = counts(added, record).minus(before.record());
                added.put(record.split(), removed.skipped(before.reopened() ? 1 : 0));
            }
        }
        if (!better.isEmpty()) {
            List<JobRecord> stored = List.copyOf(better.values());
            client.sql("DELETE FROM LLMP_JOB_RECORD WHERE RUN_ID = :run AND ITEM_INDEX IN (:items)")
                    .param("run", lease.run().value())
                    .param("items", List.copyOf(better.keySet()))
                    .update();
            insert(stored, added);
            answers.addUnknown(stored);
            count(lease, added);
        }
    }

    private Map<Long, Standing> standing(RunId run, List<JobRecord> records) {
        Map<Long, Standing> standing = new HashMap<>();
        client.sql("SELECT * FROM LLMP_JOB_RECORD WHERE RUN_ID = :run AND ITEM_INDEX IN (:items)")
                .param("run", run.value())
                .param("items", records.stream().map(JobRecord::itemIndex).toList())
                .query((row, number) -> new Standing(RecordRow.read(row, number), row.getBoolean("REOPENED")))
                .list()
                .forEach(found -> standing.put(found.record().itemIndex(), found));
        return standing;
    }

    /** Inserts records, and adds them to the counts of their splits. */
    private void insert(List<JobRecord> records, Map<Integer, RunCounts> added) {
        jdbc.batchUpdate(
                RecordRow.INSERT, records, records.size(), (row, record) -> RecordRow.write(row, record, dialect));
        for (JobRecord record : records) {
            added.put(record.split(), counts(added, record).plus(record));
        }
    }

    private static RunCounts counts(Map<Integer, RunCounts> added, JobRecord record) {
        return added.getOrDefault(record.split(), RunCounts.NONE);
    }

    private void count(Lease lease, SortedMap<Integer, RunCounts> added) {
        splits.add(lease, added);
        counted.accept((int) added.values().stream().mapToLong(RunCounts::done).sum());
    }

    @Override
    public BitSet finished(RunId run, long first, int items) {
        BitSet finished = new BitSet(items);
        // In a transaction of its own, which bears an outage. Without one, Spring would keep the connection for that of
        // the caller's step, which lasts as long as the calls of a chunk.
        transaction.executeWithoutResult(status -> jdbc.query(
                """
                SELECT ITEM_INDEX FROM LLMP_JOB_RECORD
                WHERE RUN_ID = ? AND ITEM_INDEX >= ? AND ITEM_INDEX < ? AND NOT REOPENED
                """,
                row -> {
                    finished.set((int) (row.getLong(1) - first));
                },
                run.value(),
                first,
                first + items));
        return finished;
    }

    @Override
    public long reopen(Lease lease, Set<SkipReason> reasons, long most) {
        // No index knows the reasons; the counts spare most restarts a look at every record.
        long left = Math.min(most, skips(lease.run()));
        long reopened = 0;
        List<Long> page = left > 0 ? skipped(lease.run(), reasons, 0, left) : List.of();
        while (!page.isEmpty()) {
            reopenPage(lease, page);
            reopened += page.size();
            left -= page.size();
            page = left > 0 ? skipped(lease.run(), reasons, page.get(page.size() - 1) + 1, left) : List.of();
        }
        return reopened;
    }

    private long skips(RunId run) {
        return client.sql("SELECT COALESCE(SUM(SKIPPED), 0) FROM LLMP_SPLIT WHERE RUN_ID = ?")
                .param(run.value())
                .query(Long.class)
                .single();
    }

    private List<Long> skipped(RunId run, Set<SkipReason> reasons, long from, long most) {
        return client.sql("""
                        SELECT ITEM_INDEX FROM LLMP_JOB_RECORD
                        WHERE RUN_ID = :run AND ITEM_INDEX >= :from AND REASON IN (:reasons) AND NOT REOPENED
                        ORDER BY RUN_ID, ITEM_INDEX LIMIT :count
                        """)
                .param("run", run.value())
                .param("from", from)
                .param("reasons", reasons.stream().map(Enum::name).toList())
                .param("count", Math.min(most, REOPEN_PAGE))
                .query(Long.class)
                .list();
    }

    @Override
    public void reopen(Lease lease, Collection<Long> items) {
        List<Long> all = List.copyOf(items);
        for (int from = 0; from < all.size(); from += REOPEN_PAGE) {
            reopenPage(lease, all.subList(from, Math.min(all.size(), from + REOPEN_PAGE)));
        }
    }

    private void reopenPage(Lease lease, List<Long> items) {
        transaction.executeWithoutResult(status -> {
            splits.hold(lease);
            // Those that a transaction whose end was not seen has reopened are counted by then.
            SortedMap<Integer, Long> skips = skipsBySplit(lease.run(), items);
            int reopened = client.sql("UPDATE LLMP_JOB_RECORD SET REOPENED = TRUE" + STANDING_SKIPS)
                    .param("run", lease.run().value())
                    .param("items", items)
                    .update();
            splits.reopen(lease.run(), skips);
            counted.accept(-reopened);
        });
    }

    private SortedMap<Integer, Long> skipsBySplit(RunId run, List<Long> items) {
        SortedMap<Integer, Long> skips = new TreeMap<>();
        client.sql("SELECT SPLIT, COUNT(*) AS SKIPS FROM LLMP_JOB_RECORD" + STANDING_SKIPS + " GROUP BY SPLIT")
                .param("run", run.value())
                .param("items", items)
                .query((RowCallbackHandler) row -> skips.put(row.getInt("SPLIT"), row.getLong("SKIPS")));
        return skips;
    }

    @Override
    public Set<Long> reopened(RunId run) {
        return client.sql("SELECT ITEM_INDEX FROM LLMP_JOB_RECORD WHERE RUN_ID = ? AND REASON IS NOT NULL AND REOPENED")
                .param(run.value())
                .query(Long.class)
                .set();
    }

    @Override
    public Map<SkipReason, Long> skipReasons(RunId run) {
        Map<SkipReason, Long> counts = new EnumMap<>(SkipReason.class);
        client.sql("""
                        SELECT REASON, COUNT(*) AS SKIPS FROM LLMP_JOB_RECORD
                        WHERE RUN_ID = ? AND REASON IS NOT NULL AND NOT REOPENED GROUP BY REASON
                        """).param(run.value()).query((RowCallbackHandler)
                row -> counts.put(SkipReason.valueOf(row.getString("REASON")), row.getLong("SKIPS")));
        return counts;
    }

    @Override
    public Map<String, KeptAnswer> answers(Collection<String> fingerprints) {
        return transaction.execute(status -> answers.find(fingerprints));
    }

    @Override
    public List<PastUse> usedInLastDay(String provider, String model, Instant now) {
        return pastUses.ofLastDay(provider, model, now);
    }

    @Override
    public List<JobRecord> inInputOrder(RunId run, RecordFilter filter, long from, int count) {
        return inInputOrder("*", run, filter, from, count, RecordRow::read);
    }

    @Override
    public List<ItemRef> itemsInInputOrder(RunId run, RecordFilter filter, long from, int count) {
        String leftOut = "INPUT LIKE '%\"" + JobRecord.LEFT_OUT + "\":%'";
        return inInputOrder(
                "ITEM_INDEX, CASE WHEN " + leftOut + " THEN 1 ELSE 0 END",
                run,
                filter,
                from,
                count,
                (row, number) -> new ItemRef(row.getLong(1), row.getInt(2) == 0));
    }

    /** In a transaction of its own, as {@link #finished} is. */
    private <T> List<T> inInputOrder(
            String columns, RunId run, RecordFilter filter, long from, int count, RowMapper<T> mapper) {
        return transaction.execute(status -> filtered(
                        client.sql("SELECT " + columns
                                + " FROM LLMP_JOB_RECORD WHERE RUN_ID = :run AND ITEM_INDEX >= :from"
                                + conditions(filter) + " ORDER BY RUN_ID, ITEM_INDEX LIMIT :count"),
                        filter)
                .param("run", run.value())
                .param("from", from)
                .param("count", count)
                .query(mapper)
                .list());
    }

    private static String conditions(RecordFilter filter) {
        StringBuilder sql = new StringBuilder();
        if (!filter.statuses().isEmpty()) {
            sql.append(" AND STATUS IN (:statuses)");
        }
        if (filter.statuses().equals(Set.of(Outcome.Status.SKIPPED))) {
            // All of them have one, and PostgreSQL has an index of the records with one.
            sql.append(" AND REASON IS NOT NULL");
        }
        if (!filter.reasons().isEmpty()) {
            sql.append(" AND REASON IN (:reasons)");
        }
        return sql.toString();
    }

    private static JdbcClient.StatementSpec filtered(JdbcClient.StatementSpec sql, RecordFilter filter) {
        return sql.param("statuses", filter.statuses().stream().map(Enum::name).toList())
                .param("reasons", filter.reasons().stream().map(Enum::name).toList());
    }

    @Override
    public List<JobRecord> newestFirst(RunId run, RecordFilter filter, @Nullable JobRecord before, int count) {
        StringBuilder sql = new StringBuilder("SELECT * FROM LLMP_JOB_RECORD WHERE RUN_ID = :run");
        sql.append(conditions(filter));
        if (before != null) {
            sql.append(" AND CREATED_AT <= :at AND (CREATED_AT < :at OR ITEM_INDEX < :item)");
        }
        // Without that hint HSQLDB takes the primary key for RUN_ID and sorts the whole run for every page.
        sql.append(" ORDER BY RUN_ID DESC, CREATED_AT DESC, ITEM_INDEX DESC LIMIT :count")
                .append(dialect.inOrderOfIndex());
        return filtered(client.sql(sql.toString()), filter)
                .param("run", run.value())
                .param("at", before == null ? null : Times.toSql(before.createdAt()))
                .param("item", before == null ? null : before.itemIndex())
                .param("count", count)
                .query(RecordRow::read)
                .list();
    }
}
