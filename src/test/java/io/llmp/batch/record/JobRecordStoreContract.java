package io.llmp.batch.record;

import static io.llmp.batch.record.Samples.answered;
import static io.llmp.batch.record.Samples.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.llm.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What every store of job records does. Each test has a run of its own in a store they share. */
public abstract class JobRecordStoreContract {

    private static final RecursiveComparisonConfiguration EXACT = RecursiveComparisonConfiguration.builder()
            .withStrictTypeChecking(true)
            .withComparatorForType(Comparator.<BigDecimal>naturalOrder(), BigDecimal.class)
            .build();

    protected abstract JobRecordStore records();

    protected abstract RunStore runs();

    private RunId begin(TestInfo test) {
        Run run = Samples.run(test.getDisplayName(), 1, Samples.START);
        runs().create(run);
        return run.id();
    }

    private RunCounts counts(RunId run) {
        return runs().get(run.value()).counts();
    }

    @Test
    void keepsEveryFieldOfAnAnswer(TestInfo test) {
        RunId run = begin(test);
        String odd = "quote \" ' backslash \\ \\u0041 line\nreturn\rtab\tnul \0 \u2028 \uD83D\uDE00 lone \uD800 end";
        Effort effort = new Effort(
                3,
                2,
                "stop",
                "req_ü",
                new Usage(9_000_000_000L, 8_000_000_000L, 7_000_000_000L),
                new BigDecimal("123456789012.123456789012"),
                Duration.ofHours(30),
                Duration.ofMillis(5));
        JobRecord saved = new JobRecord(
                run,
                5_000_000_000L,
                "key " + odd,
                123,
                "{\"a\":\"" + odd + "\"}",
                "0".repeat(64),
                new Outcome.Answered(Outcome.Status.REUSED, odd + "x".repeat(2_000_000)),
                effort,
                Samples.PROVENANCE,
                Samples.START);
        records().save(List.of(saved));
        assertThat(records().inInputOrder(run, 0, 10))
                .usingRecursiveFieldByFieldElementComparator(EXACT)
                .containsExactly(saved);
        assertThat(records().newestFirst(run, RecordFilter.ALL, null, 10))
                .usingRecursiveFieldByFieldElementComparator(EXACT)
                .containsExactly(saved);
    }

    @Test
    void keepsEveryFieldOfASkipThatNeverReachedTheProvider(TestInfo test) {
        RunId run = begin(test);
        JobRecord saved = new JobRecord(
                run,
                0,
                "0",
                0,
                "{\"llmp_raw\":\"a,b,c\"}",
                null,
                new Outcome.Skipped(SkipReason.MALFORMED_ROW, "x".repeat(100_000)),
                Effort.NONE,
                Samples.PROVENANCE,
                Samples.START);
        records().save(List.of(saved));
        assertThat(records().inInputOrder(run, 0, 10))
                .usingRecursiveFieldByFieldElementComparator(EXACT)
                .containsExactly(saved);
    }

    @Test
    void keepsTheReasonOfEverySkip(TestInfo test) {
        RunId run = begin(test);
        List<JobRecord> all = new ArrayList<>();
        for (SkipReason reason : SkipReason.values()) {
            all.add(skipped(run, all.size(), reason));
        }
        records().save(all);
        assertThat(records().inInputOrder(run, 0, 100)).isEqualTo(all);
    }

    @Test
    void shortensWhatAProviderOrARowMadeTooLongRatherThanLoseTheAnswer(TestInfo test) {
        RunId run = begin(test);
        Effort effort =
                new Effort(1, 0, "w".repeat(5000), "r".repeat(5000), Usage.NONE, null, Duration.ZERO, Duration.ZERO);
        JobRecord tooLong = new JobRecord(
                run,
                0,
                "k".repeat(5000),
                0,
                "{}",
                null,
                new Outcome.Answered(Outcome.Status.SUCCEEDED, "{}"),
                effort,
                Samples.PROVENANCE,
                Samples.START);
        records().save(List.of(tooLong));
        assertThat(records().inInputOrder(run, 0, 1)).singleElement().satisfies(read -> {
            assertThat(read.itemKey()).hasSize(1000);
            assertThat(read.effort().finishReason()).hasSize(64);
            assertThat(read.effort().requestId()).hasSize(200);
        });
    }

    @Test
    void countsWhatItStores(TestInfo test) {
        RunId run = begin(test);
        records().save(List.of(answered(run, 0), answered(run, 1), skipped(run, 2, SkipReason.REFUSED)));
        records()
                .save(List.of(Samples.record(
                        run, 3, new Outcome.Answered(Outcome.Status.REUSED, "{}"), Effort.NONE, Samples.START)));
        assertThat(counts(run))
                .usingRecursiveComparison(EXACT)
                .isEqualTo(new RunCounts(2, 1, 1, 5, new Usage(250, 80, 45), new BigDecimal("0.00025"), 1));
    }

    @Test
    void storesNothingOfNothing() {
        records().save(List.of());
    }

    @Test
    void aLaterRecordReplacesASkipAndItsCounts(TestInfo test) {
        RunId run = begin(test);
        records().save(List.of(skipped(run, 0, SkipReason.TIMED_OUT), skipped(run, 1, SkipReason.TIMED_OUT)));
        records().save(List.of(skipped(run, 0, SkipReason.REFUSED)));
        records().save(List.of(answered(run, 1)));
        assertThat(records().inInputOrder(run, 0, 10))
                .extracting(JobRecord::outcome)
                .containsExactly(
                        skipped(run, 0, SkipReason.REFUSED).outcome(),
                        answered(run, 1).outcome());
        assertThat(counts(run))
                .usingRecursiveComparison(EXACT)
                .isEqualTo(
                        RunCounts.NONE.plus(skipped(run, 0, SkipReason.REFUSED)).plus(answered(run, 1)));
    }

    @Test
    void nothingReplacesAnAnswer(TestInfo test) {
        RunId run = begin(test);
        JobRecord paid = answered(run, 4);
        records().save(List.of(paid));
        records().save(List.of(skipped(run, 4, SkipReason.TIMED_OUT)));
        records()
                .save(List.of(Samples.record(
                        run,
                        4,
                        new Outcome.Answered(Outcome.Status.SUCCEEDED, "{\"another\":1}"),
                        Effort.NONE,
                        Samples.START.plusSeconds(9))));
        assertThat(records().inInputOrder(run, 0, 10))
                .usingRecursiveFieldByFieldElementComparator(EXACT)
                .containsExactly(paid);
        assertThat(counts(run)).usingRecursiveComparison(EXACT).isEqualTo(RunCounts.NONE.plus(paid));
    }

    @Test
    void aBatchMayMixNewItemsWithThoseThatHaveARecord(TestInfo test) {
        RunId run = begin(test);
        records().save(List.of(answered(run, 0), skipped(run, 1, SkipReason.PROVIDER_UNAVAILABLE)));
        records()
                .save(List.of(
                        answered(run, 3),
                        skipped(run, 0, SkipReason.REFUSED),
                        answered(run, 1),
                        skipped(run, 2, SkipReason.REFUSED),
                        answered(run, 2)));
        List<JobRecord> answers =
                LongStream.range(0, 4).mapToObj(item -> answered(run, item)).toList();
        assertThat(records().inInputOrder(run, 0, 10))
                .usingRecursiveFieldByFieldElementComparator(EXACT)
                .isEqualTo(answers);
        assertThat(counts(run)).usingRecursiveComparison(EXACT).isEqualTo(sum(answers));
    }

    @Test
    void tellsWhichItemsOfARangeAreFinished(TestInfo test) {
        RunId run = begin(test);
        RunId other = begin(test, "other");
        records().save(List.of(answered(other, 101)));
        records()
                .save(List.of(
                        answered(run, 99),
                        answered(run, 100),
                        skipped(run, 105, SkipReason.REFUSED),
                        answered(run, 109),
                        answered(run, 110)));
        assertThat(records().finished(run, 100, 10)).isEqualTo(bits(0, 5, 9));
        assertThat(records().finished(run, 0, 99)).isEqualTo(new BitSet());
        assertThat(records().finished(run, 5_000_000_000L, 8192)).isEqualTo(new BitSet());
    }

    @Test
    void reopensOnlyWhatTheProviderWasUnavailableFor(TestInfo test) {
        RunId run = begin(test);
        RunId other = begin(test, "other");
        JobRecord elsewhere = skipped(other, 0, SkipReason.PROVIDER_UNAVAILABLE);
        records().save(List.of(elsewhere));
        records().save(List.of(answered(run, 0), skipped(run, 1, SkipReason.TIMED_OUT)));
        records()
                .save(IntStream.range(2, 1300)
                        .mapToObj(item -> skipped(run, item, SkipReason.PROVIDER_UNAVAILABLE))
                        .toList());
        records().reopenUnavailable(run);
        assertThat(records().finished(run, 0, 2000)).isEqualTo(bits(0, 1));
        assertThat(counts(run))
                .usingRecursiveComparison(EXACT)
                .isEqualTo(RunCounts.NONE.plus(answered(run, 0)).plus(skipped(run, 1, SkipReason.TIMED_OUT)));
        assertThat(records().inInputOrder(other, 0, 9)).containsExactly(elsewhere);
    }

    @Test
    void reopensNothingOfARunWithoutRecords(TestInfo test) {
        RunId run = begin(test);
        records().reopenUnavailable(run);
        assertThat(counts(run)).usingRecursiveComparison(EXACT).isEqualTo(RunCounts.NONE);
    }

    private RunId begin(TestInfo test, String suffix) {
        Run run = Samples.run(test.getDisplayName() + suffix, 1, Samples.START);
        runs().create(run);
        return run.id();
    }

    private static RunCounts sum(List<JobRecord> records) {
        RunCounts sum = RunCounts.NONE;
        for (JobRecord record : records) {
            sum = sum.plus(record);
        }
        return sum;
    }

    private static BitSet bits(int... set) {
        BitSet bits = new BitSet();
        IntStream.of(set).forEach(bits::set);
        return bits;
    }
}
