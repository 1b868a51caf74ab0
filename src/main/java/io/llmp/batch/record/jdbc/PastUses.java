package io.llmp.batch.record.jdbc;

import io.llmp.batch.limit.PastUse;
import io.llmp.batch.store.SqlDialect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sums what records say of the calls made to a model of late. Looks at the runs that worked in that time, and in each at the
 * records of that time alone, page by page in the order of the index on their time. The database could sum them itself, but
 * HSQLDB would look for them by the primary key, and so read every record of such a run.
 */
final class PastUses {

    private static final Duration DAY = Duration.ofDays(1);
    private static final int PAGE = 5_000;

    private final JdbcClient client;
    private final String page;

    PastUses(JdbcClient client, SqlDialect dialect) {
        this.client = client;
        this.page = """
                SELECT CREATED_AT, ITEM_INDEX, ATTEMPTS, PROMPT_TOKENS + COMPLETION_TOKENS AS TOKENS
                FROM LLMP_JOB_RECORD
                WHERE RUN_ID = :run AND CREATED_AT >= :since AND CREATED_AT <= :at AND (CREATED_AT < :at OR ITEM_INDEX < :item)
                  AND ATTEMPTS > 0
                ORDER BY RUN_ID DESC, CREATED_AT DESC, ITEM_INDEX DESC LIMIT %d%s
                """.formatted(PAGE, dialect.inOrderOfIndex());
    }

    /** Where in the order of time a record is, and what its item took. */
    private record Used(Instant at, long item, long attempts, long tokens) {}

    List<PastUse> ofLastDay(String provider, String model, Instant now) {
        Map<Long, PastUse> byHour = new TreeMap<>();
        for (String run : runs(provider, model, now.minus(DAY))) {
            // Another machine's clock may be ahead.
            Used last = new Used(now.plus(DAY), Long.MAX_VALUE, 0, 0);
            List<Used> uses = page(run, now.minus(DAY), last);
            while (!uses.isEmpty()) {
                uses.forEach(used -> add(byHour, used, now));
                uses = uses.size() < PAGE ? List.of() : page(run, now.minus(DAY), uses.get(PAGE - 1));
            }
        }
        return new ArrayList<>(byHour.values());
    }

    private static void add(Map<Long, PastUse> byHour, Used used, Instant now) {
        long hours = Math.max(0, Duration.between(used.at(), now).toHours());
        byHour.merge(
                hours,
                new PastUse(Duration.ofHours(hours), used.attempts(), used.tokens()),
                (one, other) ->
                        new PastUse(one.ago(), one.requests() + other.requests(), one.tokens() + other.tokens()));
    }

    /** Returns those that had not ended by {@code since}; one whose process died has no end until another begins. */
    private List<String> runs(String provider, String model, Instant since) {
        return client.sql("""
                        SELECT RUN_ID FROM LLMP_RUN
                        WHERE PROVIDER = ? AND MODEL = ? AND STARTED_AT IS NOT NULL AND (ENDED_AT IS NULL OR ENDED_AT >= ?)
                        """)
                .params(provider, model, Times.toSql(since))
                .query(String.class)
                .list();
    }

    private List<Used> page(String run, Instant since, Used last) {
        return client.sql(page)
                .param("run", run)
                .param("since", Times.toSql(since))
                .param("at", Times.toSql(last.at()))
                .param("item", last.item())
                .query(PastUses::read)
                .list();
    }

    private static Used read(ResultSet row, int number) throws SQLException {
        return new Used(
                Times.readPresent(row, "CREATED_AT"),
                row.getLong("ITEM_INDEX"),
                row.getLong("ATTEMPTS"),
                row.getLong("TOKENS"));
    }
}
