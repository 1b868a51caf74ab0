package io.llmp.batch.record.jdbc;

import io.llmp.batch.llm.Usage;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.RecordRef;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.store.SqlDialect;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A job record as a row of {@code LLMP_JOB_RECORD}. */
final class RecordRow {

    static final String INSERT = """
            INSERT INTO LLMP_JOB_RECORD (RUN_ID, ITEM_INDEX, ITEM_KEY, STATUS, REASON, ERROR, ATTEMPTS, REPAIRS,
              TEMPLATE, TEMPLATE_VERSION, TEMPLATE_DIGEST, PROVIDER, MODEL, REQUEST_FINGERPRINT, INPUT, OUTPUT,
              FINISH_REASON, PROVIDER_REQUEST_ID, PROMPT_TOKENS, CACHED_TOKENS, COMPLETION_TOKENS, COST_USD,
              LATENCY_MS, QUEUED_MS, SPLIT, CREATED_AT, REUSED_FROM, CHECKSUM)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final int KEY_LIMIT = 1000;
    private static final int WORD_LIMIT = 64;
    private static final int MODEL_LIMIT = 200;
    private static final int REQUEST_ID_LIMIT = 200;

    private RecordRow() {}

    static void write(PreparedStatement row, JobRecord record, SqlDialect dialect) throws SQLException {
        Outcome outcome = record.outcome();
        Outcome.@Nullable Skipped skipped = outcome instanceof Outcome.Skipped s ? s : null;
        Outcome.@Nullable Answered answered = outcome instanceof Outcome.Answered a ? a : null;
        Provenance provenance = record.provenance();
        CallCosts costs = record.costs();
        RecordChecksum sum = new RecordChecksum(row);
        sum.setString(1, record.run().value());
        sum.setLong(2, record.itemIndex());
        sum.setString(3, dialect.storable(cut(record.itemKey(), KEY_LIMIT)));
        sum.setString(4, outcome.status().name());
        sum.setString(5, skipped == null ? null : skipped.reason().name());
        sum.setString(6, skipped == null ? null : dialect.storable(skipped.error()));
        sum.setLong(7, costs.attempts());
        sum.setLong(8, costs.repairs());
        sum.setString(9, provenance.template());
        sum.setLong(10, provenance.version());
        sum.setString(11, provenance.digest());
        sum.setString(12, provenance.provider());
        sum.setString(13, dialect.storable(cut(provenance.model(), MODEL_LIMIT)));
        sum.setString(14, record.requestFingerprint());
        sum.setString(15, dialect.storable(record.input()));
        sum.setString(16, answered == null ? null : dialect.storable(answered.output()));
        sum.setString(17, dialect.storable(cut(costs.finishReason(), WORD_LIMIT)));
        sum.setString(18, dialect.storable(cut(costs.requestId(), REQUEST_ID_LIMIT)));
        sum.setLong(19, costs.usage().promptTokens());
        sum.setLong(20, costs.usage().cachedTokens());
        sum.setLong(21, costs.usage().completionTokens());
        sum.setCost(22, costs.cost());
        sum.setLong(23, costs.latency().toMillis());
        sum.setLong(24, costs.queued().toMillis());
        sum.setLong(25, record.split());
        sum.setTime(26, record.createdAt());
        sum.setString(
                27,
                answered == null || answered.from() == null
                        ? null
                        : answered.from().toString());
        row.setLong(28, sum.value());
    }

    /** @throws ProblemException when the row is not as it was written */
    static JobRecord read(ResultSet row, int number) throws SQLException {
        RecordChecksum.verify(row);
        return new JobRecord(
                new RunId(row.getString("RUN_ID")),
                row.getLong("ITEM_INDEX"),
                row.getString("ITEM_KEY"),
                row.getInt("SPLIT"),
                row.getString("INPUT"),
                row.getString("REQUEST_FINGERPRINT"),
                outcome(row),
                costs(row),
                provenance(row),
                Times.readPresent(row, "CREATED_AT"));
    }

    static Provenance provenance(ResultSet row) throws SQLException {
        return new Provenance(
                row.getString("TEMPLATE"),
                row.getInt("TEMPLATE_VERSION"),
                row.getString("TEMPLATE_DIGEST"),
                row.getString("PROVIDER"),
                row.getString("MODEL"));
    }

    static Usage usage(ResultSet row) throws SQLException {
        return new Usage(row.getLong("PROMPT_TOKENS"), row.getLong("CACHED_TOKENS"), row.getLong("COMPLETION_TOKENS"));
    }

    private static Outcome outcome(ResultSet row) throws SQLException {
        if (row.getString("STATUS").equals(Outcome.Status.SKIPPED.name())) {
            return new Outcome.Skipped(SkipReason.valueOf(row.getString("REASON")), row.getString("ERROR"));
        }
        String from = row.getString("REUSED_FROM");
        return new Outcome.Answered(row.getString("OUTPUT"), from == null ? null : RecordRef.parse(from));
    }

    private static CallCosts costs(ResultSet row) throws SQLException {
        return new CallCosts(
                row.getInt("ATTEMPTS"),
                row.getInt("REPAIRS"),
                row.getString("FINISH_REASON"),
                row.getString("PROVIDER_REQUEST_ID"),
                usage(row),
                row.getBigDecimal("COST_USD"),
                Duration.ofMillis(row.getLong("LATENCY_MS")),
                Duration.ofMillis(row.getLong("QUEUED_MS")));
    }

    private static @Nullable String cut(@Nullable String text, int limit) {
        if (text == null || text.length() <= limit) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit);
    }
}
