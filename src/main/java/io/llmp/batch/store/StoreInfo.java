package io.llmp.batch.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is in a store.
 *
 * @param place where it is, without any password
 * @param schemaVersion the newest migration it has, 0 for a database without tables
 * @param bytes what it takes on the disk
 * @param templates names of templates
 * @param running runs that are marked as running
 * @param records as they are counted with the runs
 * @param oldest when the oldest run was begun, or null without any
 * @param holder number of the process that serves the embedded database to this one, or null when there is none
 */
public record StoreInfo(
        SqlDialect dialect,
        String place,
        int schemaVersion,
        long bytes,
        long templates,
        long versions,
        long runs,
        long running,
        long records,
        @Nullable Instant oldest,
        @Nullable Long holder) {

    private static final int FIRST_WITH_RUNS = 2;
    private static final int FIRST_WITH_SPLITS = 9;

    /** Looks into a database of whatever schema. */
    public static StoreInfo of(StoreDatabase database) {
        int version = database.schemaVersion();
        JdbcClient sql = JdbcClient.create(database.dataSource());
        boolean runs = version >= FIRST_WITH_RUNS;
        return new StoreInfo(
                database.dialect(),
                database.place(),
                version,
                database.bytes(),
                version == 0 ? 0 : number(sql, "SELECT COUNT(*) FROM LLMP_TEMPLATE"),
                version == 0 ? 0 : number(sql, "SELECT COUNT(*) FROM LLMP_TEMPLATE_VERSION"),
                runs ? number(sql, "SELECT COUNT(*) FROM LLMP_RUN") : 0,
                runs ? number(sql, "SELECT COUNT(*) FROM LLMP_RUN WHERE STATUS = 'RUNNING'") : 0,
                runs ? records(sql, version) : 0,
                runs ? oldest(sql) : null,
                database.holder());
    }

    /** Their counts say; to count a million records means to read them. */
    private static long records(JdbcClient sql, int version) {
        return number(
                sql,
                "SELECT COALESCE(SUM(SUCCEEDED + REUSED + SKIPPED), 0) FROM "
                        + (version < FIRST_WITH_SPLITS ? "LLMP_RUN" : "LLMP_SPLIT"));
    }

    private static long number(JdbcClient sql, String query) {
        return sql.sql(query).query(Long.class).single();
    }

    private static @Nullable Instant oldest(JdbcClient sql) {
        return sql.sql("SELECT CREATED_AT FROM LLMP_RUN ORDER BY CREATED_AT LIMIT 1")
                .query((row, number) ->
                        row.getObject("CREATED_AT", OffsetDateTime.class).toInstant())
                .optional()
                .orElse(null);
    }
}
