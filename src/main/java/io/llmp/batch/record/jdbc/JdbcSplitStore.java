package io.llmp.batch.record.jdbc;

import io.llmp.batch.input.FileIndex;
import io.llmp.batch.input.Split;
import io.llmp.batch.record.Lease;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.SplitStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Splits in the table {@code LLMP_SPLIT}. */
final class JdbcSplitStore implements SplitStore {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcTemplate jdbc;
    private final TransactionOperations transaction;
    private final SplitRows rows;

    JdbcSplitStore(JdbcTemplate jdbc, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.rows = new SplitRows(jdbc);
    }

    @Override
    public void plan(Lease lease, long items, List<Split> splits) {
        transaction.executeWithoutResult(status -> {
            rows.hold(lease);
            if (read(lease.run()).isEmpty()) {
                insert(lease.run(), splits);
                jdbc.update(
                        "UPDATE LLMP_RUN SET ITEMS = ? WHERE RUN_ID = ?",
                        items,
                        lease.run().value());
            }
        });
    }

    private void insert(RunId run, List<Split> splits) {
        jdbc.batchUpdate(
                "INSERT INTO LLMP_SPLIT (RUN_ID, SPLIT, FILE, FIRST_ITEM, ITEMS, START_MARK) VALUES (?, ?, ?, ?, ?, ?)",
                splits.stream()
                        .map(split -> new Object[] {
                            run.value(),
                            split.number(),
                            split.file(),
                            split.firstItem(),
                            split.items(),
                            JSON.writeValueAsString(split.start())
                        })
                        .toList());
    }

    @Override
    public List<Split> splits(RunId run) {
        return transaction.execute(status -> read(run));
    }

    private List<Split> read(RunId run) {
        return jdbc.query(
                "SELECT SPLIT, FILE, FIRST_ITEM, ITEMS, START_MARK FROM LLMP_SPLIT WHERE RUN_ID = ? AND SPLIT >= 0"
                        + " ORDER BY RUN_ID, SPLIT",
                JdbcSplitStore::split,
                run.value());
    }

    private static Split split(ResultSet row, int number) throws SQLException {
        return new Split(
                row.getInt("SPLIT"),
                row.getInt("FILE"),
                row.getLong("FIRST_ITEM"),
                row.getLong("ITEMS"),
                JSON.readValue(row.getString("START_MARK"), FileIndex.Mark.class));
    }

    @Override
    public void take(Lease lease, int split) {
        transaction.executeWithoutResult(status -> {
            rows.hold(lease);
            String run = lease.run().value();
            // One that has it took it by a transaction whose end was not seen, so that it is repeated.
            jdbc.update("""
                    UPDATE LLMP_SPLIT SET OWNER = ?, CLAIMS = CLAIMS + 1,
                      OWNER_PLACE = (SELECT OWNER_PLACE FROM LLMP_RUN WHERE RUN_ID = ?),
                      AT_RISK = (SELECT AT_RISK FROM LLMP_RUN WHERE RUN_ID = ?)
                    WHERE RUN_ID = ? AND SPLIT = ? AND (OWNER IS NULL OR OWNER <> ?)
                    """, lease.owner(), run, run, run, split, lease.owner());
        });
    }

    @Override
    public void end(Lease lease, int split) {
        transaction.executeWithoutResult(status -> jdbc.update(
                "UPDATE LLMP_SPLIT SET OWNER = NULL, OWNER_PLACE = NULL, ENDED = TRUE"
                        + " WHERE RUN_ID = ? AND SPLIT = ? AND OWNER = ?",
                lease.run().value(),
                split,
                lease.owner()));
    }
}
