package io.llmp.batch.record.jdbc;

import io.llmp.batch.record.Lease;
import io.llmp.batch.record.LeaseLostException;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunId;
import java.util.List;
import java.util.SortedMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The rows of {@code LLMP_SPLIT} as fences and counters. All methods belong in a transaction of the caller's. Rows are changed
 * in ascending order of their numbers, so that no two transactions wait for each other.
 */
final class SplitRows {

    /** A run's counts, as columns of a row of sums. */
    static final String SUMS = """
            COALESCE(SUM(SUCCEEDED), 0) AS SUCCEEDED, COALESCE(SUM(REUSED), 0) AS REUSED,
            COALESCE(SUM(SKIPPED), 0) AS SKIPPED, COALESCE(SUM(ATTEMPTS), 0) AS ATTEMPTS,
            COALESCE(SUM(PROMPT_TOKENS), 0) AS PROMPT_TOKENS, COALESCE(SUM(CACHED_TOKENS), 0) AS CACHED_TOKENS,
            COALESCE(SUM(COMPLETION_TOKENS), 0) AS COMPLETION_TOKENS, COALESCE(SUM(COST_USD), 0) AS COST_USD,
            COALESCE(SUM(UNPRICED), 0) AS UNPRICED""";

    /** Number of the row that holds what was not counted by the splits of the run as it is cut now. */
    private static final int REST = -1;

    private static final String ADD = """
            UPDATE LLMP_SPLIT SET SUCCEEDED = SUCCEEDED + ?, REUSED = REUSED + ?, SKIPPED = SKIPPED + ?,
              ATTEMPTS = ATTEMPTS + ?, PROMPT_TOKENS = PROMPT_TOKENS + ?, CACHED_TOKENS = CACHED_TOKENS + ?,
              COMPLETION_TOKENS = COMPLETION_TOKENS + ?, COST_USD = COST_USD + ?, UNPRICED = UNPRICED + ?
            WHERE RUN_ID = ? AND SPLIT = ? AND OWNER = ?
            """;

    private final JdbcTemplate jdbc;

    SplitRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Keeps others from taking the run over until the transaction ends.
     *
     * @throws LeaseLostException when another execution has it
     */
    void hold(Lease lease) {
        int held = jdbc.update(
                "UPDATE LLMP_RUN SET EXECUTIONS = EXECUTIONS WHERE RUN_ID = ? AND OWNER = ?",
                lease.run().value(),
                lease.owner());
        if (held == 0) {
            throw new LeaseLostException(lease);
        }
    }

    /** Returns how many calls those who have splits of a run may have paid for without their answers being durable. */
    long atRisk(RunId run) {
        Long sum = jdbc.queryForObject(
                "SELECT COALESCE(SUM(RISK), 0) FROM (SELECT MAX(AT_RISK) AS RISK FROM LLMP_SPLIT"
                        + " WHERE RUN_ID = ? AND OWNER IS NOT NULL GROUP BY OWNER) AS OWNERS",
                Long.class,
                run.value());
        return sum == null ? 0 : sum;
    }

    /** Takes all splits of a run from whoever has them. Whoever calls it has the run's row locked, which a taker needs too. */
    void release(RunId run) {
        List<Integer> taken = jdbc.queryForList(
                "SELECT SPLIT FROM LLMP_SPLIT WHERE RUN_ID = ? AND OWNER IS NOT NULL ORDER BY RUN_ID, SPLIT",
                Integer.class,
                run.value());
        jdbc.batchUpdate(
                "UPDATE LLMP_SPLIT SET OWNER = NULL, OWNER_PLACE = NULL WHERE RUN_ID = ? AND SPLIT = ?",
                taken.stream().map(split -> new Object[] {run.value(), split}).toList());
    }

    /**
     * Adds to the counts of splits, and so keeps an execution from storing anything that no longer has one of them.
     *
     * @throws LeaseLostException when another execution has one of the splits
     */
    void add(Lease lease, SortedMap<Integer, RunCounts> added) {
        int[] changed = jdbc.batchUpdate(
                ADD,
                added.entrySet().stream()
                        .map(split -> new Object[] {
                            split.getValue().succeeded(),
                            split.getValue().reused(),
                            split.getValue().skipped(),
                            split.getValue().attempts(),
                            split.getValue().usage().promptTokens(),
                            split.getValue().usage().cachedTokens(),
                            split.getValue().usage().completionTokens(),
                            split.getValue().cost(),
                            split.getValue().unpriced(),
                            lease.run().value(),
                            split.getKey(),
                            lease.owner()
                        })
                        .toList());
        for (int rows : changed) {
            if (rows == 0) {
                throw new LeaseLostException(lease);
            }
        }
    }

    /**
     * Counts skips as no longer such. One whose split is not among the run's was counted before these were; it goes off the row
     * before, as only the sum is known of it.
     *
     * @param skips how many by the number of the split in their records
     */
    void reopen(RunId run, SortedMap<Integer, Long> skips) {
        jdbc.batchUpdate(
                """
                UPDATE LLMP_SPLIT SET SKIPPED = SKIPPED - ?, ENDED = FALSE WHERE RUN_ID = ?
                  AND SPLIT = (SELECT MAX(SPLIT) FROM LLMP_SPLIT WHERE RUN_ID = ? AND SPLIT <= ?)
                """,
                skips.entrySet().stream()
                        .map(split -> new Object[] {split.getValue(), run.value(), run.value(), split.getKey()})
                        .toList());
    }

    /** Forgets how a run is cut, and has it count so much. */
    void reset(RunId run, RunCounts counts) {
        jdbc.update("DELETE FROM LLMP_SPLIT WHERE RUN_ID = ?", run.value());
        jdbc.update(
                """
                INSERT INTO LLMP_SPLIT (RUN_ID, SPLIT, ITEMS, SUCCEEDED, REUSED, SKIPPED, ATTEMPTS, PROMPT_TOKENS,
                  CACHED_TOKENS, COMPLETION_TOKENS, COST_USD, UNPRICED) VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                run.value(),
                REST,
                counts.succeeded(),
                counts.reused(),
                counts.skipped(),
                counts.attempts(),
                counts.usage().promptTokens(),
                counts.usage().cachedTokens(),
                counts.usage().completionTokens(),
                counts.cost(),
                counts.unpriced());
    }
}
