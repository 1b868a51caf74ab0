package io.llmp.batch.record.jdbc;

import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.RecordRepair;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Reads all records in pages of their key, each page in a transaction of its own. */
final class JdbcRecordRepair implements RecordRepair {

    private static final int PAGE = 500;

    private final JdbcClient client;
    private final TransactionOperations transaction;
    private final SplitRows splits;

    JdbcRecordRepair(JdbcTemplate jdbc, TransactionOperations transaction) {
        this.client = JdbcClient.create(jdbc);
        this.splits = new SplitRows(jdbc);
        this.transaction = transaction;
    }

    /** A row by its key, and its record unless that is damaged. */
    private record Found(String run, long item, @Nullable JobRecord record, boolean reopened) {

        static Found read(ResultSet row, int number) throws SQLException {
            boolean whole = RecordChecksum.isWhole(row);
            return new Found(
                    row.getString("RUN_ID"),
                    row.getLong("ITEM_INDEX"),
                    whole ? RecordRow.read(row, number) : null,
                    row.getBoolean("REOPENED"));
        }
    }

    @Override
    public long dropDamaged() {
        Map<String, RunCounts> counts = new HashMap<>();
        Found last = new Found("", -1, null, false);
        List<Found> page = page(last);
        while (!page.isEmpty()) {
            for (Found found : page) {
                if (found.record() != null) {
                    RunCounts counted =
                            counts.getOrDefault(found.run(), RunCounts.NONE).plus(found.record());
                    counts.put(found.run(), found.reopened() ? counted.skipped(-1) : counted);
                }
                last = found;
            }
            drop(page.stream().filter(found -> found.record() == null).toList());
            page = page(last);
        }
        runs().forEach(run -> recount(run, counts.getOrDefault(run.id().value(), RunCounts.NONE)));
        return counts.values().stream().mapToLong(RunCounts::done).sum();
    }

    private List<Found> page(Found after) {
        return client.sql("SELECT * FROM LLMP_JOB_RECORD"
                        + " WHERE RUN_ID > :run OR (RUN_ID = :run AND ITEM_INDEX > :item)"
                        + " ORDER BY RUN_ID, ITEM_INDEX LIMIT :page")
                .param("run", after.run())
                .param("item", after.item())
                .param("page", PAGE)
                .query(Found::read)
                .list();
    }

    private void drop(List<Found> damaged) {
        transaction.executeWithoutResult(status -> {
            for (Found found : damaged) {
                for (String table : List.of("LLMP_JOB_RECORD", "LLMP_ANSWER")) {
                    client.sql("DELETE FROM " + table + " WHERE RUN_ID = ? AND ITEM_INDEX = ?")
                            .params(found.run(), found.item())
                            .update();
                }
            }
        });
    }

    private List<Run> runs() {
        return client.sql(RunRow.SELECT).query(RunRow::read).list();
    }

    /** The run is cut again when it is continued: splits may be damaged too. */
    private void recount(Run run, RunCounts counts) {
        boolean incomplete = run.status() == RunStatus.COMPLETED
                && counts.done() < run.counts().done();
        transaction.executeWithoutResult(status -> {
            splits.reset(run.id(), counts);
            client.sql("UPDATE LLMP_RUN SET STATUS = ?, FAILURE = ? WHERE RUN_ID = ?")
                    .param((incomplete ? RunStatus.FAILED : run.status()).name())
                    .param(incomplete ? "Records were lost by damage to the database." : run.failure())
                    .param(run.id().value())
                    .update();
        });
    }
}
