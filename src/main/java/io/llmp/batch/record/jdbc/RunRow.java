package io.llmp.batch.record.jdbc;

import io.llmp.batch.input.InputFingerprint;
import io.llmp.batch.input.columns.RowSchema;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunIdentity;
import io.llmp.batch.record.RunPrice;
import io.llmp.batch.record.RunPricing;
import io.llmp.batch.record.RunState;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.RunTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A run as a row of {@code LLMP_RUN}, with the sums over its splits. */
final class RunRow {

    /** Selects runs, to be followed by conditions on {@code R}. */
    static final String SELECT = "SELECT R.*, C.* FROM LLMP_RUN R CROSS JOIN LATERAL (SELECT " + SplitRows.SUMS
            + " FROM LLMP_SPLIT S WHERE S.RUN_ID = R.RUN_ID) C";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<List<RunPrice>> PRICES = new TypeReference<>() {};

    private RunRow() {}

    static void insert(JdbcClient client, Run run) {
        RunIdentity identity = run.identity();
        client.sql("""
                        INSERT INTO LLMP_RUN (RUN_ID, IDENTITY, ORDINAL, TEMPLATE, TEMPLATE_VERSION, TEMPLATE_DIGEST,
                          PROVIDER, MODEL, SIMULATED, INPUT_PATH, INPUT_BYTES, INPUT_SHA256, INPUT_SCHEMA, OUTPUT_PATH,
                          ROW_LIMIT, RUN_KEY, STATUS, CREATED_AT)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(run.id().value())
                .param(identity.digest())
                .param(run.ordinal())
                .param(identity.provenance().template())
                .param(identity.provenance().version())
                .param(identity.provenance().digest())
                .param(identity.provenance().provider())
                .param(identity.provenance().model())
                .param(run.simulated())
                .param(identity.input())
                .param(identity.fingerprint().bytes())
                .param(identity.fingerprint().sha256())
                .param(JSON.writeValueAsString(run.inputSchema()))
                .param(identity.output())
                .param(identity.limit())
                .param(identity.runKey())
                .param(run.status().name())
                .param(Times.toSql(run.createdAt()))
                .update();
    }

    static Run read(ResultSet row, int number) throws SQLException {
        return new Run(
                new RunId(row.getString("RUN_ID")),
                identity(row),
                row.getInt("ORDINAL"),
                JSON.readValue(row.getString("INPUT_SCHEMA"), RowSchema.class),
                new RunPricing(row.getBoolean("SIMULATED"), prices(row.getString("PRICES"))),
                new RunState(
                        RunStatus.valueOf(row.getString("STATUS")),
                        row.getString("FAILURE"),
                        nullableLong(row, "ITEMS"),
                        row.getInt("EXECUTIONS"),
                        row.getInt("COMPLETIONS"),
                        row.getBoolean("EXPORTED"),
                        row.getString("OWNER_PLACE")),
                counts(row),
                new RunTimes(
                        Times.readPresent(row, "CREATED_AT"),
                        Times.read(row, "STARTED_AT"),
                        Times.read(row, "ENDED_AT")));
    }

    private static RunIdentity identity(ResultSet row) throws SQLException {
        return new RunIdentity(
                RecordRow.provenance(row),
                row.getString("INPUT_PATH"),
                new InputFingerprint(row.getLong("INPUT_BYTES"), row.getString("INPUT_SHA256")),
                row.getString("OUTPUT_PATH"),
                nullableLong(row, "ROW_LIMIT"),
                row.getString("RUN_KEY"));
    }

    private static List<RunPrice> prices(@Nullable String json) {
        return json == null ? List.of() : JSON.readValue(json, PRICES);
    }

    /** Returns what a run's prices are, as a column, when it is made with {@code price} from now on. */
    static @Nullable String prices(Run run, @Nullable RunPrice price) {
        if (run.prices().isEmpty() && run.counts().cost().signum() > 0) {
            // It began before prices were kept, so this one would not be its only one.
            return null;
        }
        List<RunPrice> prices = new ArrayList<>(run.prices());
        if (price != null && (prices.isEmpty() || !prices.get(prices.size() - 1).equals(price))) {
            prices.add(price);
        }
        return prices.isEmpty() ? null : JSON.writeValueAsString(prices);
    }

    private static RunCounts counts(ResultSet row) throws SQLException {
        return new RunCounts(
                row.getLong("SUCCEEDED"),
                row.getLong("REUSED"),
                row.getLong("SKIPPED"),
                row.getLong("ATTEMPTS"),
                RecordRow.usage(row),
                row.getBigDecimal("COST_USD"),
                row.getLong("UNPRICED"));
    }

    private static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
