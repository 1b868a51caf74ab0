package io.llmp.batch.record.jdbc;

import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RecordFilter;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.SkipReason;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Job records in the table {@code LLMP_JOB_RECORD}, read by its keys and never whole. */
final class JdbcJobRecordStore implements JobRecordStore {

    private static final int REOPEN_PAGE = 500;

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final TransactionTemplate transaction;

    JdbcJobRecordStore(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
        this.transaction = transaction;
    }

    @Override
    public void save(List<JobRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        try {
            transaction.executeWithoutResult(status -> insert(records, RunCounts.NONE));
        } catch (DuplicateKeyException e) {
            // Rare: an item that was skipped before has been tried again.
            transaction.executeWithoutResult(status -> replace(records));
        }
    }

    private void replace(List<JobRecord> records) {
        RunId run = records.get(0).run();
        List<Long> items = records.stream().map(JobRecord::itemIndex).toList();
        Map<Long, JobRecord> former = client
                .sql("SELECT * FROM LLMP_JOB_RECORD WHERE RUN_ID = :run AND ITEM_INDEX IN (:items)")
                .param("run", run.value())
                .param("items", items)
                .query(RecordRow::read)
                .list()
                .stream()
                .collect(Collectors.toMap(JobRecord::itemIndex, Function.identity()));
        Map<Long, JobRecord> better = new LinkedHashMap<>();
        for (JobRecord record : records) {
            long item = record.itemIndex();
            JobRecord before = better.getOrDefault(item, former.get(item));
            if (before == null || before.outcome() instanceof Outcome.Skipped) {
                better.put(item, record);
            }
        }
        RunCounts counts = RunCounts.NONE;
        for (long item : better.keySet()) {
            JobRecord replaced = former.get(item);
            counts = replaced == null ? counts : counts.minus(replaced);
        }
        delete(run, List.copyOf(better.keySet()));
        insert(List.copyOf(better.values()), counts);
    }

    private void delete(RunId run, List<Long> items) {
        if (!items.isEmpty()) {
            client.sql("DELETE FROM LLMP_JOB_RECORD WHERE RUN_ID = :run AND ITEM_INDEX IN (:items)")
                    .param("run", run.value())
                    .param("items", items)
                    .update();
        }
    }

    private void insert(List<JobRecord> records, RunCounts removed) {
        if (records.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(RecordRow.INSERT, records, records.size(), RecordRow::write);
        RunCounts counts = removed;
        for (JobRecord record : records) {
            counts = counts.plus(record);
        }
        count(records.get(0).run(), counts);
    }

    private void count(RunId run, RunCounts added) {
        jdbc.update(
                """
                UPDATE LLMP_RUN SET SUCCEEDED = SUCCEEDED + ?, REUSED = REUSED + ?, SKIPPED = SKIPPED + ?,
                  ATTEMPTS = ATTEMPTS + ?, PROMPT_TOKENS = PROMPT_TOKENS + ?, CACHED_TOKENS = CACHED_TOKENS + ?,
                  COMPLETION_TOKENS = COMPLETION_TOKENS + ?, COST_USD = COST_USD + ?, UNPRICED = UNPRICED + ?
                WHERE RUN_ID = ?
                """,
                added.succeeded(),
                added.reused(),
                added.skipped(),
                added.attempts(),
                added.usage().promptTokens(),
                added.usage().cachedTokens(),
                added.usage().completionTokens(),
                added.cost(),
                added.unpriced(),
                run.value());
    }

    @Override
    public BitSet finished(RunId run, long first, int items) {
        BitSet finished = new BitSet(items);
        jdbc.query(
                """
                SELECT ITEM_INDEX FROM LLMP_JOB_RECORD
                WHERE RUN_ID = ? AND ITEM_INDEX >= ? AND ITEM_INDEX < ?
                """,
                row -> {
                    finished.set((int) (row.getLong(1) - first));
                },
                run.value(),
                first,
                first + items);
        return finished;
    }

    @Override
    public void reopenUnavailable(RunId run) {
        RecordFilter unavailable = new RecordFilter(Outcome.Status.SKIPPED, SkipReason.PROVIDER_UNAVAILABLE);
        // No index knows the reasons; the counts spare most restarts a look at every record.
        List<JobRecord> page = hasSkips(run) ? newestFirst(run, unavailable, null, REOPEN_PAGE) : List.of();
        while (!page.isEmpty()) {
            List<JobRecord> reopened = page;
            transaction.executeWithoutResult(status -> remove(reopened));
            page = newestFirst(run, unavailable, reopened.get(reopened.size() - 1), REOPEN_PAGE);
        }
    }

    private boolean hasSkips(RunId run) {
        return client.sql("SELECT SKIPPED FROM LLMP_RUN WHERE RUN_ID = ?")
                .param(run.value())
                .query(Long.class)
                .optional()
                .map(skipped -> skipped > 0)
                .orElse(false);
    }

    private void remove(List<JobRecord> records) {
        RunCounts counts = RunCounts.NONE;
        for (JobRecord record : records) {
            counts = counts.minus(record);
        }
        RunId run = records.get(0).run();
        delete(run, records.stream().map(JobRecord::itemIndex).toList());
        count(run, counts);
    }

    @Override
    public List<JobRecord> inInputOrder(RunId run, long from, int count) {
        return client.sql("""
                        SELECT * FROM LLMP_JOB_RECORD WHERE RUN_ID = :run AND ITEM_INDEX >= :from
                        ORDER BY RUN_ID, ITEM_INDEX LIMIT :count
                        """)
                .param("run", run.value())
                .param("from", from)
                .param("count", count)
                .query(RecordRow::read)
                .list();
    }

    @Override
    public List<JobRecord> newestFirst(RunId run, RecordFilter filter, @Nullable JobRecord before, int count) {
        StringBuilder sql = new StringBuilder("SELECT * FROM LLMP_JOB_RECORD WHERE RUN_ID = :run");
        if (filter.status() != null) {
            sql.append(" AND STATUS = :status");
        }
        if (filter.reason() != null) {
            sql.append(" AND REASON = :reason");
        }
        if (before != null) {
            sql.append(" AND CREATED_AT <= :at AND (CREATED_AT < :at OR ITEM_INDEX < :item)");
        }
        // Without the last two words HSQLDB takes the primary key for RUN_ID and sorts the whole run for every page.
        sql.append(" ORDER BY RUN_ID DESC, CREATED_AT DESC, ITEM_INDEX DESC LIMIT :count USING INDEX");
        return client.sql(sql.toString())
                .param("run", run.value())
                .param(
                        "status",
                        filter.status() == null ? null : filter.status().name())
                .param(
                        "reason",
                        filter.reason() == null ? null : filter.reason().name())
                .param("at", before == null ? null : Times.toSql(before.createdAt()))
                .param("item", before == null ? null : before.itemIndex())
                .param("count", count)
                .query(RecordRow::read)
                .list();
    }
}
