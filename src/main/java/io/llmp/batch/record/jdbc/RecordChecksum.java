package io.llmp.batch.record.jdbc;

import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Sums up the columns of a job record as they are written, and compares a record that is read with its sum, so that a
 * damaged one is never taken for good.
 */
final class RecordChecksum {

    /** Of records that were written before there were checksums; no checksum is negative. */
    private static final long NONE = -1;

    private static final int COST_SCALE = 12;

    private final CRC32C sum = new CRC32C();
    private final byte[] number = new byte[9];
    private final @Nullable PreparedStatement row;

    /** Sums up a record whose columns are also set in {@code row}, if any. */
    RecordChecksum(@Nullable PreparedStatement row) {
        this.row = row;
    }

    void setString(int column, @Nullable String text) throws SQLException {
        if (row != null) {
            row.setString(column, text);
        }
        if (text == null) {
            sum.update(0);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add((byte) 1, bytes.length);
        sum.update(bytes, 0, bytes.length);
    }

    void setLong(int column, long value) throws SQLException {
        if (row != null) {
            row.setLong(column, value);
        }
        add((byte) 2, value);
    }

    void setCost(int column, @Nullable BigDecimal cost) throws SQLException {
        BigDecimal stored = cost == null ? null : cost.setScale(COST_SCALE, RoundingMode.HALF_UP);
        if (row != null) {
            row.setBigDecimal(column, stored);
        }
        if (stored == null) {
            sum.update(0);
            return;
        }
        byte[] digits = stored.unscaledValue().toByteArray();
        sum.update(digits, 0, digits.length);
    }

    void setTime(int column, Instant time) throws SQLException {
        if (row != null) {
            row.setObject(column, Times.toSql(time));
        }
        Instant stored = Times.stored(time);
        add((byte) 3, stored.getEpochSecond());
        add((byte) 4, stored.getNano());
    }

    private void add(byte kind, long value) {
        number[0] = kind;
        for (int i = 1; i < number.length; i++) {
            number[i] = (byte) (value >>> (8 * (i - 1)));
        }
        sum.update(number, 0, number.length);
    }

    long value() {
        return sum.getValue();
    }

    /** @throws ProblemException when the columns of a record are not those that were written */
    static void verify(ResultSet row) throws SQLException {
        if (!isWhole(row)) {
            String run = row.getString("RUN_ID");
            throw ProblemException.failed(
                    "The database is damaged: the record of item " + row.getLong("ITEM_INDEX") + " of run " + run
                            + " is not as it was written.",
                    "Restore the database from a backup, or drop what is damaged by '" + Operation.REPAIR_STORE + "';"
                            + " the same commands then ask for what is missing.");
        }
    }

    /** Whether the columns of a record are those that were written; true where that is not known. */
    static boolean isWhole(ResultSet row) throws SQLException {
        long written = row.getLong("CHECKSUM");
        return written == NONE || written == of(row);
    }

    private static long of(ResultSet row) throws SQLException {
        RecordChecksum sum = new RecordChecksum(null);
        sum.setString(1, row.getString("RUN_ID"));
        sum.setLong(2, row.getLong("ITEM_INDEX"));
        sum.setString(3, row.getString("ITEM_KEY"));
        sum.setString(4, row.getString("STATUS"));
        sum.setString(5, row.getString("REASON"));
        sum.setString(6, row.getString("ERROR"));
        sum.setLong(7, row.getLong("ATTEMPTS"));
        sum.setLong(8, row.getLong("REPAIRS"));
        sum.setString(9, row.getString("TEMPLATE"));
        sum.setLong(10, row.getLong("TEMPLATE_VERSION"));
        sum.setString(11, row.getString("TEMPLATE_DIGEST"));
        sum.setString(12, row.getString("PROVIDER"));
        sum.setString(13, row.getString("MODEL"));
        sum.setString(14, row.getString("REQUEST_FINGERPRINT"));
        sum.setString(15, row.getString("INPUT"));
        sum.setString(16, row.getString("OUTPUT"));
        sum.setString(17, row.getString("FINISH_REASON"));
        sum.setString(18, row.getString("PROVIDER_REQUEST_ID"));
        sum.setLong(19, row.getLong("PROMPT_TOKENS"));
        sum.setLong(20, row.getLong("CACHED_TOKENS"));
        sum.setLong(21, row.getLong("COMPLETION_TOKENS"));
        sum.setCost(22, row.getBigDecimal("COST_USD"));
        sum.setLong(23, row.getLong("LATENCY_MS"));
        sum.setLong(24, row.getLong("QUEUED_MS"));
        sum.setLong(25, row.getLong("SPLIT"));
        Instant createdAt = Times.read(row, "CREATED_AT");
        sum.setTime(26, createdAt == null ? Instant.EPOCH : createdAt);
        sum.setString(27, row.getString("REUSED_FROM"));
        return sum.value();
    }
}
