package io.llmp.batch.record;

import static io.llmp.batch.record.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.input.FileIndex;
import io.llmp.batch.input.Split;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.jdbc.core.JdbcTemplate;

/** What every store of splits does, as the fence and the counter of records. Each test has a run of its own. */
public abstract class SplitStoreContract {

    private static final List<Split> SPLITS = List.of(
            new Split(0, 0, 0, 10, new FileIndex.Mark(0, 17)),
            new Split(1, 0, 10, 20, new FileIndex.Mark(10, 9_000_000_000L)),
            new Split(2, 3, 30, 5_000_000_000L, new FileIndex.Mark(0, 0)));

    private static final long ITEMS = 5_000_000_030L;

    protected abstract SplitStore splits();

    protected abstract RunStore runs();

    protected abstract JobRecordStore records();

    protected abstract JdbcTemplate sql();

    /** Returns runs of a process that does something else once it has noted an event, before it commits. */
    protected abstract RunStore runs(Runnable beforeCommit);

    private RunId create(TestInfo test) {
        return runs().create(Samples.run(test.getDisplayName(), 1, START)).id();
    }

    private Lease begin(RunId run, String owner) {
        return runs().begin(run, Samples.execution(owner), START);
    }

    private Lease planned(TestInfo test) {
        Lease lease = begin(create(test), "one");
        splits().plan(lease, ITEMS, SPLITS);
        return lease;
    }

    /** Has another execution take a run over whose execution is stalled. */
    private Lease takenOver(Lease lease) {
        runs().renew(lease, Duration.ofSeconds(-1));
        return begin(lease.run(), "the other of " + lease.owner());
    }

    private static JobRecord answered(RunId run, long item, int split) {
        return in(split, Samples.answered(run, item));
    }

    private static JobRecord in(int split, JobRecord record) {
        return in(split, record, record.requestFingerprint());
    }

    private static JobRecord in(int split, JobRecord record, @Nullable String fingerprint) {
        return new JobRecord(
                record.run(),
                record.itemIndex(),
                record.itemKey(),
                split,
                record.input(),
                fingerprint,
                record.outcome(),
                record.costs(),
                record.provenance(),
                record.createdAt());
    }

    private RunCounts counts(RunId run) {
        return runs().get(run.value()).counts();
    }

    private long count(RunId run, int split, String column) {
        Long value = sql().queryForObject(
                        "SELECT " + column + " FROM LLMP_SPLIT WHERE RUN_ID = ? AND SPLIT = ?",
                        Long.class,
                        run.value(),
                        split);
        return value == null ? -1 : value;
    }

    private void assertLost(Runnable action) {
        assertThatThrownBy(action::run).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void keepsHowARunIsCut(TestInfo test) {
        Lease lease = begin(create(test), "one");
        assertThat(splits().splits(lease.run())).isEmpty();
        splits().plan(lease, ITEMS, SPLITS);
        assertThat(splits().splits(lease.run())).isEqualTo(SPLITS);
        assertThat(runs().get(lease.run().value()).items()).isEqualTo(ITEMS);
    }

    @Test
    void aRunWithoutItemsIsCutIntoNothing(TestInfo test) {
        Lease lease = begin(create(test), "one");
        splits().plan(lease, 0, List.of());
        assertThat(splits().splits(lease.run())).isEmpty();
        assertThat(runs().get(lease.run().value()).items()).isZero();
    }

    @Test
    void aRunThatIsCutStaysCutSo(TestInfo test) {
        Lease lease = planned(test);
        splits().plan(lease, 3, List.of(new Split(0, 0, 0, 3, new FileIndex.Mark(0, 0))));
        assertThat(splits().splits(lease.run())).isEqualTo(SPLITS);
        assertThat(runs().get(lease.run().value()).items()).isEqualTo(ITEMS);
    }

    @Test
    void countsEachRecordInItsSplit(TestInfo test) {
        Lease lease = planned(test);
        RunId run = lease.run();
        for (int split = 0; split < 3; split++) {
            splits().take(lease, split);
        }
        records()
                .save(
                        lease,
                        List.of(
                                answered(run, 31, 2),
                                answered(run, 3, 0),
                                in(0, Samples.skipped(run, 4, SkipReason.TIMED_OUT)),
                                answered(run, 30, 2)));
        assertThat(count(run, 0, "SUCCEEDED")).isEqualTo(1);
        assertThat(count(run, 0, "SKIPPED")).isEqualTo(1);
        assertThat(count(run, 0, "UNPRICED")).isEqualTo(1);
        assertThat(count(run, 1, "ATTEMPTS")).isZero();
        assertThat(count(run, 2, "SUCCEEDED")).isEqualTo(2);
        assertThat(count(run, 2, "ATTEMPTS")).isEqualTo(4);
        assertThat(counts(run).done()).isEqualTo(4);
        assertThat(counts(run).cost()).isEqualByComparingTo("0.000375");
    }

    @Test
    void aSkipThatIsRetriedIsCountedInItsSplitAlone(TestInfo test) {
        Lease lease = planned(test);
        RunId run = lease.run();
        splits().take(lease, 0);
        splits().take(lease, 1);
        records()
                .save(
                        lease,
                        List.of(
                                in(0, Samples.skipped(run, 4, SkipReason.TIMED_OUT)),
                                in(1, Samples.skipped(run, 14, SkipReason.TIMED_OUT)),
                                in(1, Samples.skipped(run, 15, SkipReason.TIMED_OUT))));
        splits().end(lease, 1);
        assertThat(records().reopen(lease, Set.of(SkipReason.TIMED_OUT), 2)).isEqualTo(2);
        assertThat(count(run, 0, "SKIPPED")).isZero();
        assertThat(count(run, 1, "SKIPPED")).isEqualTo(1);
        assertThat(isEnded(run, 1)).as("one of its items waits").isFalse();
        splits().take(lease, 1);
        records().save(lease, List.of(answered(run, 14, 1)));
        assertThat(count(run, 0, "SKIPPED")).isZero();
        assertThat(count(run, 1, "SKIPPED")).isEqualTo(1);
        assertThat(count(run, 1, "SUCCEEDED")).isEqualTo(1);
        assertThat(count(run, 1, "ATTEMPTS")).isEqualTo(4);
    }

    private boolean isEnded(RunId run, int split) {
        return count(run, split, "CASE WHEN ENDED THEN 1 ELSE 0 END") == 1;
    }

    @Test
    void onlyWhoHasASplitStoresRecordsOfIt(TestInfo test) {
        Lease lease = planned(test);
        RunId run = lease.run();
        splits().take(lease, 0);
        assertLost(() -> records().save(lease, List.of(answered(run, 10, 1))));
        assertLost(() -> records().save(lease, List.of(answered(run, 0, 0), answered(run, 10, 1))));
        assertThat(records().inInputOrder(run, 0, 9))
                .as("all or nothing of a group")
                .isEmpty();
        assertThat(counts(run).done()).isZero();

        splits().take(lease, 1);
        records().save(lease, List.of(answered(run, 0, 0), answered(run, 10, 1)));
        splits().end(lease, 1);
        assertThat(isEnded(run, 1)).isTrue();
        assertLost(() -> records().save(lease, List.of(answered(run, 11, 1))));
    }

    @Test
    void whoeverTakesARunOverHasTakenItsSplitsOver(TestInfo test) {
        Lease stalled = planned(test);
        RunId run = stalled.run();
        splits().take(stalled, 0);
        splits().take(stalled, 1);
        records().save(stalled, List.of(in(0, Samples.skipped(run, 0, SkipReason.TIMED_OUT))));

        Lease next = takenOver(stalled);

        assertLost(() -> records().save(stalled, List.of(answered(run, 1, 0))));
        assertLost(() -> records().save(stalled, List.of(answered(run, 0, 0))));
        assertLost(() -> records().reopen(stalled, List.of(0L)));
        assertLost(() -> splits().take(stalled, 0));
        assertLost(() -> splits().take(stalled, 2));
        assertLost(() -> splits().plan(stalled, ITEMS, SPLITS));
        splits().end(stalled, 0);
        assertThat(isEnded(run, 0)).isFalse();
        assertThat(counts(run).skipped()).isEqualTo(1);

        splits().take(next, 0);
        assertLost(() -> records().save(stalled, List.of(answered(run, 1, 0))));
        splits().end(stalled, 0);
        records().save(next, List.of(answered(run, 1, 0)));
        assertThat(counts(run).done()).isEqualTo(2);
        assertThat(count(run, 0, "CLAIMS")).isEqualTo(2);
        assertThat(count(run, 1, "CLAIMS")).isEqualTo(1);
    }

    @Test
    void aSplitCannotBeTakenWhileTheRunIsTakenOver(TestInfo test) {
        Lease stalled = planned(test);
        RunId run = stalled.run();
        splits().take(stalled, 0);
        runs().renew(stalled, Duration.ofSeconds(-1));
        AtomicReference<CompletableFuture<Void>> late = new AtomicReference<>();
        AtomicReference<CompletableFuture<Void>> stored = new AtomicReference<>();
        Runnable wakeUp = () -> {
            late.compareAndSet(null, CompletableFuture.runAsync(() -> splits().take(stalled, 1)));
            stored.compareAndSet(
                    null, CompletableFuture.runAsync(() -> records().save(stalled, List.of(answered(run, 1, 0)))));
        };

        runs(wakeUp).begin(run, Samples.execution("two"), START);

        assertThatThrownBy(() -> Objects.requireNonNull(late.get()).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> Objects.requireNonNull(stored.get()).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(LeaseLostException.class);
        assertThat(counts(run).done()).isZero();
        assertThat(sql().queryForObject(
                                "SELECT COUNT(*) FROM LLMP_SPLIT WHERE RUN_ID = ? AND OWNER IS NOT NULL",
                                Long.class,
                                run.value()))
                .isZero();
    }

    @Test
    void anEndOfARunGivesItsSplitsBack(TestInfo test) {
        Lease lease = planned(test);
        splits().take(lease, 2);
        runs().end(lease, RunStatus.STOPPED, null, START);
        assertLost(() -> records().save(lease, List.of(answered(lease.run(), 40, 2))));
        Lease next = begin(lease.run(), "two");
        assertThat(splits().splits(lease.run())).isEqualTo(SPLITS);
        assertLost(() -> records().save(next, List.of(answered(lease.run(), 40, 2))));
    }

    @Test
    void aTakeThatIsRepeatedBecauseNobodySawItsEndIsOne(TestInfo test) {
        Lease lease = planned(test);
        splits().take(lease, 0);
        splits().take(lease, 0);
        assertThat(count(lease.run(), 0, "CLAIMS")).isEqualTo(1);
    }

    @Test
    void manyThatStoreRecordsOfManySplitsAtOnceLoseNoCount(TestInfo test) {
        Lease lease = planned(test);
        RunId run = lease.run();
        for (int split = 0; split < 3; split++) {
            splits().take(lease, split);
        }
        List<CompletableFuture<Void>> committers = LongStream.range(0, 4)
                .mapToObj(committer -> CompletableFuture.runAsync(() -> {
                    for (long group = 0; group < 10; group++) {
                        long first = 100 * committer + 10 * group;
                        // Each in another order of the splits.
                        records()
                                .save(
                                        lease,
                                        LongStream.range(first, first + 6)
                                                .mapToObj(item -> in(
                                                        (int) ((item + committer) % 3),
                                                        Samples.answered(run, item),
                                                        null))
                                                .toList());
                    }
                }))
                .toList();
        committers.forEach(CompletableFuture::join);
        assertThat(counts(run).succeeded()).isEqualTo(240);
        assertThat(count(run, 0, "SUCCEEDED")).isEqualTo(80);
    }

    @Test
    void aDeadExecutionMayHavePaidForWhatItHadTakenOnce(TestInfo test) {
        Lease lease = planned(test);
        RunId run = lease.run();
        runs().failOrphanedRuns(true, START);
        assertThat(runs().get(run.value()).failure())
                .as("it had begun with no split")
                .isEqualTo("The process that worked on it died.");

        Lease second = begin(run, "two");
        splits().take(second, 0);
        splits().take(second, 1);
        runs().failOrphanedRuns(true, START);
        assertThat(runs().get(run.value()).failure()).contains("up to 16 calls");
    }

    @Test
    void aRunThatHasLostASplitIsNotContinued(TestInfo test) {
        Lease lease = planned(test);
        runs().end(lease, RunStatus.STOPPED, null, START);
        sql().update(
                        "DELETE FROM LLMP_SPLIT WHERE RUN_ID = ? AND SPLIT = 1",
                        lease.run().value());
        assertThatThrownBy(() -> begin(lease.run(), "two"))
                .hasMessageContaining("is damaged")
                .hasMessageContaining("splits of 5000000010 are found");
    }
}
