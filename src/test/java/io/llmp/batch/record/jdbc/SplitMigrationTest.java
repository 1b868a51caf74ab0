package io.llmp.batch.record.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.input.FileIndex;
import io.llmp.batch.input.Split;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Lease;
import io.llmp.batch.record.LeaseLostException;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.Samples;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.store.SqlDialect;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs of a store that had their counts in a row of their own, and how they were cut in what Spring Batch kept. */
class SplitMigrationTest {

    private static final String BEFORE = "8";
    private static final RunCounts COUNTS =
            new RunCounts(2, 1, 2, 9, new Usage(700, 80, 90), new BigDecimal("0.00025"), 2);

    @TempDir
    private Path directory;

    private StoreFile before(SqlDialect dialect) {
        return dialect == SqlDialect.HSQLDB ? StoreFile.of(directory, BEFORE) : StoreFile.inPostgres(BEFORE);
    }

    /** Adds a run as it was then, of {@link #COUNTS}. */
    private static void addRun(StoreFile store, String run, RunStatus status, @Nullable String owner) {
        store.sql().update("""
                        INSERT INTO LLMP_RUN (RUN_ID, IDENTITY, ORDINAL, TEMPLATE, TEMPLATE_VERSION, TEMPLATE_DIGEST,
                          PROVIDER, MODEL, SIMULATED, INPUT_PATH, INPUT_BYTES, INPUT_SHA256, INPUT_SCHEMA, OUTPUT_PATH,
                          STATUS, CREATED_AT, STARTED_AT, EXECUTIONS, ITEMS, SUCCEEDED, REUSED, SKIPPED, ATTEMPTS,
                          PROMPT_TOKENS, CACHED_TOKENS, COMPLETION_TOKENS, COST_USD, UNPRICED, OWNER, AT_RISK)
                        VALUES (?, ?, 1, 't', 1, 'd', 'p', 'm', FALSE, '/in', 1, 'a', '{"columns":["a"]}', '/out',
                          ?, ?, ?, 1, 20, 2, 1, 2, 9, 700, 80, 90, 0.00025, 2, ?, 16)
                        """, run, run, status.name(), Times.toSql(Samples.START), Times.toSql(Samples.START), owner);
    }

    private static List<JobRecord> records(RunId run) {
        return Stream.of(
                        Samples.answered(run, 0),
                        Samples.answered(run, 1),
                        Samples.answered(run, 2),
                        Samples.skipped(run, 3, SkipReason.TIMED_OUT),
                        Samples.skipped(run, 4, SkipReason.TIMED_OUT))
                .toList();
    }

    private static RunCounts counts(StoreFile store, RunId run) {
        return store.runs().get(run.value()).counts();
    }

    private static void assertCounts(StoreFile store, RunId run, RunCounts expected) {
        assertThat(counts(store, run))
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void aStoppedRunKeepsItsCountsAndIsContinuedWithExactOnes(SqlDialect dialect) {
        RunId run = new RunId("stopped");
        try (StoreFile store = before(dialect)) {
            addRun(store, run.value(), RunStatus.STOPPED, null);
            // Their splits are numbered as the run was cut then.
            store.sql()
                    .batchUpdate(
                            RecordRow.INSERT, records(run), 5, (row, record) -> RecordRow.write(row, record, dialect));

            store.migrate();

            assertCounts(store, run, COUNTS);
            Lease lease = store.runs().begin(run, Samples.execution("new"), Samples.START);
            assertThat(store.records().reopen(lease, Set.of(SkipReason.TIMED_OUT), 9))
                    .isEqualTo(2);
            assertCounts(store, run, COUNTS.skipped(-2));
            assertThat(store.splits().splits(run)).isEmpty();
            store.splits()
                    .plan(
                            lease,
                            20,
                            List.of(
                                    new Split(0, 0, 0, 10, new FileIndex.Mark(0, 0)),
                                    new Split(1, 0, 10, 10, new FileIndex.Mark(10, 99))));
            store.splits().take(lease, 0);
            JobRecord answer = in(0, Samples.answered(run, 3));
            store.records().save(lease, List.of(answer));

            RunCounts expected = new RunCounts(3, 1, 0, 11, new Usage(800, 120, 110), COUNTS.cost(), 2);
            assertCounts(store, run, expected);
            store.records().reopen(lease, List.of(3L));
            assertCounts(store, run, expected);
            store.runs().end(lease, RunStatus.STOPPED, null, Samples.START);
            store.runs().begin(run, Samples.execution("newer"), Samples.START);
            assertCounts(store, run, expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRunWhoseProcessWorkedOnIsFencedAndSaysWhatWasAtRisk(SqlDialect dialect) {
        RunId run = new RunId("running");
        try (StoreFile store = before(dialect)) {
            addRun(store, run.value(), RunStatus.RUNNING, "old");

            store.migrate();
            Lease old = new Lease(run, "old");
            assertThatThrownBy(() -> store.records().save(old, List.of(Samples.answered(run, 9))))
                    .isInstanceOf(LeaseLostException.class);
            store.runs().failOrphanedRuns(false, Samples.START);

            assertThat(store.runs().get(run.value()).failure()).contains("up to 15 calls");
            assertCounts(store, run, COUNTS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRunThatWasNeverBegunHasNoCounts(SqlDialect dialect) {
        try (StoreFile store = before(dialect)) {
            addRun(store, "never", RunStatus.STOPPED, null);
            store.sql().update("UPDATE LLMP_RUN SET EXECUTIONS = 0, SUCCEEDED = 0");

            store.migrate();

            assertCounts(store, new RunId("never"), RunCounts.NONE);
            assertThat(store.sql().queryForObject("SELECT COUNT(*) FROM LLMP_SPLIT", Long.class))
                    .isZero();
        }
    }

    private static JobRecord in(int split, JobRecord record) {
        return new JobRecord(
                record.run(),
                record.itemIndex(),
                record.itemKey(),
                split,
                record.input(),
                record.requestFingerprint(),
                record.outcome(),
                record.costs(),
                record.provenance(),
                record.createdAt());
    }
}
