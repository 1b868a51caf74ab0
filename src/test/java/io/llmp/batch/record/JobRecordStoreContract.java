package io.llmp.batch.record;

import static io.llmp.batch.record.Samples.answered;
import static io.llmp.batch.record.Samples.skipped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.limit.PastUse;
import io.llmp.batch.llm.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * What every store of job records does. Each test has a run of its own in a store they share. Long because it is one port and
 * one contract, which an implementation extends.
 */
public abstract class JobRecordStoreContract {

    private static final RecursiveComparisonConfiguration EXACT = RecursiveComparisonConfiguration.builder()
            .withStrictTypeChecking(true)
            .withComparatorForType(Comparator.<BigDecimal>naturalOrder(), BigDecimal.class)
            .build();

    private static final String OWNER = "owner";
    private static final Set<SkipReason> UNAVAILABLE = EnumSet.of(SkipReason.PROVIDER_UNAVAILABLE);

    protected abstract JobRecordStore records();

    protected abstract RunStore runs();

    protected abstract SplitStore splits();

    private RunId begin(TestInfo test) {
        return begin(test, "");
    }

    private RunId begin(TestInfo test, String suffix) {
        RunId run = runs().create(Samples.run(test.getDisplayName() + suffix, 1, Samples.START))
                .id();
        return Samples.begin(runs(), splits(), run, OWNER).run();
    }

    private static Lease lease(RunId run) {
        return new Lease(run, OWNER);
    }

    private void save(List<JobRecord> records) {
        records().save(lease(records.get(0).run()), records);
    }

    private RunCounts counts(RunId run) {
        return runs().get(run.value()).counts();
    }

    @Test
    void keepsEveryFieldOfAnAnswer(TestInfo test) {
        RunId run = begin(test);
        JobRecord saved = odd(run, text -> text);
        JobRecord kept = odd(run, this::kept);
        save(List.of(saved));
        assertThat(records().inInputOrder(run, 0, 10))
                .usingRecursiveFieldByFieldElementComparator(EXACT)
                .containsExactly(kept);
        assertThat(records().newestFirst(run, RecordFilter.ALL, null, 10))
                .usingRecursiveFieldByFieldElementComparator(EXACT)
                .containsExactly(kept);
    }

    @Test
    void keepsTheLargestRecordsThereAre(TestInfo test) {
        RunId run = begin(test);
        // Four bytes that HSQLDB stores as six.
        String large = "\uD83D\uDE00".repeat(JobRecord.LARGEST / 4);
        String answer = "\uD83D\uDE00".repeat(JobRecord.LARGEST_ANSWER / 4);
        for (long item = 0; item < 6; item++) {
            JobRecord record = Samples.record(run, item, new Outcome.Answered(answer), CallCosts.NONE, Samples.START);
            save(List.of(new JobRecord(
                    run,
                    item,
                    record.itemKey(),
                    record.split(),
                    large,
                    record.requestFingerprint(),
                    record.outcome(),
                    record.costs(),
                    record.provenance(),
                    record.createdAt())));
        }
        assertThat(counts(run).succeeded()).isEqualTo(6);
        for (long item = 0; item < 6; item++) {
            assertThat(records().inInputOrder(run, item, 1)).allSatisfy(kept -> {
                assertThat(kept.input()).isEqualTo(large);
                assertThat(kept.outcome()).isEqualTo(new Outcome.Answered(answer));
            });
        }
    }

    /** Returns a text as the store gives it back; it differs where the database has no place for some character. */
    protected String kept(String text) {
        return text;
    }

    private static JobRecord odd(RunId run, UnaryOperator<String> text) {
        String odd = "quote \" ' backslash \\ \\u0041 line\nreturn\rtab\tnul \0 \u2028 \uD83D\uDE00 lone \uD800 end";
        CallCosts costs = new CallCosts(
                3,
                2,
                "stop",
                "req_ü",
                new Usage(9_000_000_000L, 8_000_000_000L, 7_000_000_000L),
                new BigDecimal("123456789012.123456789012"),
                Duration.ofHours(30),
                Duration.ofMillis(5));
        return new JobRecord(
                run,
                5_000_000_000L,
                text.apply("key " + odd),
                Samples.SPLIT,
                text.apply("{\"a\":\"" + odd + "\"}"),
                "0".repeat(64),
                new Outcome.Answered(text.apply(odd + "x".repeat(2_000_000)), Samples.ELSEWHERE),
                costs,
                Samples.PROVENANCE,
                Samples.START);
    }

    @Test
    void keepsEveryFieldOfASkipThatNeverReachedTheProvider(TestInfo test) {
        RunId run = begin(test);
        JobRecord saved = new JobRecord(
                run,
                0,
                "0",
                Samples.SPLIT,
                "{\"llmp_raw\":\"a,b,c\"}",
                null,
                new Outcome.Skipped(SkipReason.MALFORMED_ROW, "x".repeat(100_000)),
                CallCosts.NONE,
                Samples.PROVENANCE,
                Samples.START);
        save(List.of(saved));
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
        save(all);
        assertThat(records().inInputOrder(run, 0, 100)).isEqualTo(all);
    }

    @Test
    void shortensWhatAProviderOrARowMadeTooLongRatherThanLoseTheAnswer(TestInfo test) {
        RunId run = begin(test);
        CallCosts costs =
                new CallCosts(1, 0, "w".repeat(5000), "r".repeat(5000), Usage.NONE, null, Duration.ZERO, Duration.ZERO);
        JobRecord tooLong = new JobRecord(
                run,
                0,
                "k".repeat(5000),
                Samples.SPLIT,
                "{}",
                null,
                new Outcome.Answered("{}"),
                costs,
                Samples.PROVENANCE,
                Samples.START);
        save(List.of(tooLong));
        assertThat(records().inInputOrder(run, 0, 1)).singleElement().satisfies(read -> {
            assertThat(read.itemKey()).hasSize(1000);
            assertThat(read.costs().finishReason()).hasSize(64);
            assertThat(read.costs().requestId()).hasSize(200);
        });
    }

    @Test
    void countsWhatItStores(TestInfo test) {
        RunId run = begin(test);
        save(List.of(answered(run, 0), answered(run, 1), skipped(run, 2, SkipReason.REFUSED)));
        save(List.of(
                Samples.record(run, 3, new Outcome.Answered("{}", Samples.ELSEWHERE), CallCosts.NONE, Samples.START)));
        assertThat(counts(run))
                .usingRecursiveComparison(EXACT)
                .isEqualTo(new RunCounts(2, 1, 1, 5, new Usage(250, 80, 45), new BigDecimal("0.00025"), 1));
    }

    @Test
    void storesNothingOfNothing(TestInfo test) {
        records().save(lease(begin(test)), List.of());
    }

    @Test
    void aLaterRecordReplacesASkipAndGoesOnWithItsEffort(TestInfo test) {
        RunId run = begin(test);
        JobRecord first = skipped(run, 0, SkipReason.TIMED_OUT);
        JobRecord second = skipped(run, 1, SkipReason.TIMED_OUT);
        save(List.of(first, second));
        save(List.of(skipped(run, 0, SkipReason.REFUSED)));
        save(List.of(answered(run, 1)));
        List<JobRecord> expected = List.of(
                skipped(run, 0, SkipReason.REFUSED).after(first),
                answered(run, 1).after(second));
        assertThat(records().inInputOrder(run, 0, 10))
                .usingRecursiveFieldByFieldElementComparator(EXACT)
                .isEqualTo(expected);
        assertThat(expected.get(1).costs().attempts()).isEqualTo(3);
        assertThat(expected.get(1).costs().usage()).isEqualTo(new Usage(150, 40, 25));
        assertThat(expected.get(1).costs().cost())
                .as("a call of unknown price keeps the sum unknown")
                .isNull();
        assertThat(counts(run)).usingRecursiveComparison(EXACT).isEqualTo(sum(expected));
    }

    @Test
    void whatIsStoredAgainBecauseNobodySawItsTransactionEndIsThereOnce(TestInfo test) {
        RunId run = begin(test);
        List<JobRecord> group = List.of(answered(run, 0), skipped(run, 1, SkipReason.TIMED_OUT));
        save(group);
        save(group);
        assertThat(records().inInputOrder(run, 0, 10))
                .usingRecursiveFieldByFieldElementComparator(EXACT)
                .isEqualTo(group);
        assertThat(counts(run)).usingRecursiveComparison(EXACT).isEqualTo(sum(group));

        records().reopen(lease(run), Set.of(SkipReason.TIMED_OUT), 1);
        JobRecord tried = skipped(run, 1, SkipReason.TIMED_OUT);
        save(List.of(tried));
        save(List.of(tried));
        List<JobRecord> both = List.of(group.get(0), tried.after(group.get(1)));
        assertThat(records().inInputOrder(run, 0, 10))
                .usingRecursiveFieldByFieldElementComparator(EXACT)
                .isEqualTo(both);
        assertThat(counts(run)).usingRecursiveComparison(EXACT).isEqualTo(sum(both));
    }

    @Test
    void nothingReplacesAnAnswer(TestInfo test) {
        RunId run = begin(test);
        JobRecord paid = answered(run, 4);
        save(List.of(paid));
        save(List.of(skipped(run, 4, SkipReason.TIMED_OUT)));
        save(List.of(Samples.record(
                run, 4, new Outcome.Answered("{\"another\":1}"), CallCosts.NONE, Samples.START.plusSeconds(9))));
        assertThat(records().inInputOrder(run, 0, 10))
                .usingRecursiveFieldByFieldElementComparator(EXACT)
                .containsExactly(paid);
        assertThat(counts(run)).usingRecursiveComparison(EXACT).isEqualTo(RunCounts.NONE.plus(paid));
    }

    @Test
    void aBatchMayMixNewItemsWithThoseThatHaveARecord(TestInfo test) {
        RunId run = begin(test);
        save(List.of(answered(run, 0), skipped(run, 1, SkipReason.PROVIDER_UNAVAILABLE)));
        save(List.of(
                answered(run, 3),
                skipped(run, 0, SkipReason.REFUSED),
                answered(run, 1),
                skipped(run, 2, SkipReason.REFUSED),
                answered(run, 2)));
        List<JobRecord> answers = List.of(
                answered(run, 0),
                answered(run, 1).after(skipped(run, 1, SkipReason.PROVIDER_UNAVAILABLE)),
                answered(run, 2).after(skipped(run, 2, SkipReason.REFUSED)),
                answered(run, 3));
        assertThat(records().inInputOrder(run, 0, 10))
                .usingRecursiveFieldByFieldElementComparator(EXACT)
                .isEqualTo(answers);
        assertThat(counts(run)).usingRecursiveComparison(EXACT).isEqualTo(sum(answers));
    }

    @Test
    void tellsWhichItemsOfARangeAreFinished(TestInfo test) {
        RunId run = begin(test);
        RunId other = begin(test, "other");
        save(List.of(answered(other, 101)));
        save(List.of(
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
    void reopensOnlyWhatWasSkippedForOneOfTheReasons(TestInfo test) {
        RunId run = begin(test);
        RunId other = begin(test, "other");
        JobRecord elsewhere = skipped(other, 0, SkipReason.PROVIDER_UNAVAILABLE);
        save(List.of(elsewhere));
        save(List.of(answered(run, 0), skipped(run, 1, SkipReason.TIMED_OUT)));
        save(LongStream.range(2, 1300)
                .mapToObj(item -> skipped(run, item, SkipReason.PROVIDER_UNAVAILABLE))
                .toList());
        RunCounts before = counts(run);
        assertThat(records().reopen(lease(run), UNAVAILABLE, Long.MAX_VALUE)).isEqualTo(1298);
        assertThat(records().finished(run, 0, 2000)).isEqualTo(bits(0, 1));
        assertThat(counts(run))
                .as("what was paid stays counted")
                .usingRecursiveComparison(EXACT)
                .isEqualTo(before.skipped(-1298));
        assertThat(records().inInputOrder(other, 0, 9)).containsExactly(elsewhere);
        assertThat(records().reopen(lease(run), UNAVAILABLE, Long.MAX_VALUE))
                .as("twice")
                .isZero();
    }

    @Test
    void countsSkipsByReasonButForThoseToBeTriedAgain(TestInfo test) {
        RunId run = begin(test);
        RunId other = begin(test, "other");
        save(List.of(skipped(other, 0, SkipReason.REFUSED)));
        assertThat(records().skipReasons(run)).isEmpty();
        save(List.of(
                answered(run, 0),
                skipped(run, 1, SkipReason.TIMED_OUT),
                skipped(run, 2, SkipReason.TIMED_OUT),
                skipped(run, 3, SkipReason.MALFORMED_ROW),
                skipped(run, 4, SkipReason.PROVIDER_UNAVAILABLE)));
        records().reopen(lease(run), UNAVAILABLE, Long.MAX_VALUE);
        assertThat(records().skipReasons(run))
                .isEqualTo(Map.of(SkipReason.TIMED_OUT, 2L, SkipReason.MALFORMED_ROW, 1L));
    }

    @Test
    void reopensNoMoreThanAskedForFromTheBeginningOn(TestInfo test) {
        RunId run = begin(test);
        save(LongStream.range(0, 700)
                .mapToObj(item -> skipped(run, item, SkipReason.TIMED_OUT))
                .toList());
        assertThat(records().reopen(lease(run), EnumSet.allOf(SkipReason.class), 501))
                .isEqualTo(501);
        assertThat(records().finished(run, 0, 700).nextSetBit(0)).isEqualTo(501);
    }

    @Test
    void aReopenedItemGoesOnWithWhatItHasCost(TestInfo test) {
        RunId run = begin(test);
        JobRecord before = skipped(run, 3, SkipReason.PROVIDER_UNAVAILABLE);
        save(List.of(before, answered(run, 4)));
        records().reopen(lease(run), UNAVAILABLE, Long.MAX_VALUE);
        save(List.of(answered(run, 3)));
        JobRecord after = answered(run, 3).after(before);
        assertThat(records().inInputOrder(run, 3, 1))
                .usingRecursiveFieldByFieldElementComparator(EXACT)
                .containsExactly(after);
        assertThat(records().finished(run, 3, 1).get(0)).isTrue();
        assertThat(counts(run)).usingRecursiveComparison(EXACT).isEqualTo(sum(List.of(after, answered(run, 4))));
    }

    @Test
    void reopensNothingOfARunWithoutRecords(TestInfo test) {
        RunId run = begin(test);
        assertThat(records().reopen(lease(run), UNAVAILABLE, 9)).isZero();
        assertThat(counts(run)).usingRecursiveComparison(EXACT).isEqualTo(RunCounts.NONE);
    }

    @Test
    void anExecutionThatHasLostItsLeaseStoresNothing(TestInfo test) {
        RunId run = begin(test);
        Lease stale = new Lease(run, "another");
        save(List.of(skipped(run, 0, SkipReason.TIMED_OUT)));
        assertThatThrownBy(() -> records().save(stale, List.of(answered(run, 1), answered(run, 2))))
                .isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> records().save(stale, List.of(answered(run, 0))))
                .as("in place of a skip")
                .isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> records().reopen(stale, EnumSet.of(SkipReason.TIMED_OUT), 9))
                .isInstanceOf(LeaseLostException.class);
        assertThat(records().inInputOrder(run, 0, 10)).containsExactly(skipped(run, 0, SkipReason.TIMED_OUT));
        assertThat(records().finished(run, 0, 3)).isEqualTo(bits(0));
    }

    @Test
    void findsTheAnswerToARequestInWhateverRun(TestInfo test) {
        String one = fingerprint(test, 1);
        String two = fingerprint(test, 2);
        RunId run = begin(test);
        RunId later = begin(test, "later");
        save(List.of(
                with(answered(run, 7), one),
                with(answered(run, 8), one),
                with(skipped(run, 9, SkipReason.REFUSED), two)));
        save(List.of(with(answered(later, 0), one)));
        assertThat(records().answers(List.of(one, two, fingerprint(test, 3))))
                .isEqualTo(Map.of(one, new KeptAnswer(new RecordRef(run, 7), "{\"team\":\"sales\"}")));
        save(List.of(with(answered(later, 1), two)));
        assertThat(records().answers(List.of(two)))
                .isEqualTo(Map.of(two, new KeptAnswer(new RecordRef(later, 1), "{\"team\":\"sales\"}")));
        assertThat(records().answers(List.of())).isEmpty();
    }

    @Test
    void aReusedAnswerIsNotFoundAsOne(TestInfo test) {
        RunId run = begin(test);
        String fingerprint = fingerprint(test, 1);
        Outcome reused = new Outcome.Answered("{}", Samples.ELSEWHERE);
        save(List.of(with(Samples.record(run, 0, reused, CallCosts.NONE, Samples.START), fingerprint)));
        assertThat(records().answers(List.of(fingerprint))).isEmpty();
    }

    @Test
    void requestsThatShareABeginningOfTheirFingerprintsAreToldApart(TestInfo test) {
        RunId run = begin(test);
        String one = fingerprint(test, 1);
        String twin = one.substring(0, 40) + "0".repeat(24);
        save(List.of(with(answered(run, 0), one)));
        save(List.of(with(answered(run, 1), twin)));
        assertThat(records().answers(List.of(one, twin))).containsOnlyKeys(one);
    }

    /** A fingerprint that no other test has. */
    private static String fingerprint(TestInfo test, int number) {
        Random random = new Random(test.getDisplayName().hashCode() * 31L + number);
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static JobRecord with(JobRecord record, String fingerprint) {
        return new JobRecord(
                record.run(),
                record.itemIndex(),
                record.itemKey(),
                record.split(),
                record.input(),
                fingerprint,
                record.outcome(),
                record.costs(),
                record.provenance(),
                record.createdAt());
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

    @Test
    void whatAModelWasUsedForInADayIsSummedOverAllRunsByTheHour(TestInfo test) {
        Instant now = Samples.START.plus(Duration.ofDays(3));
        RunId first = begin(test, provenance("m"), " 1");
        RunId second = begin(test, provenance("m"), " 2");
        save(List.of(used(first, 0, now.minus(Duration.ofHours(24)).minusNanos(1_000), 1_000)));
        save(IntStream.range(0, 24 * 60)
                .mapToObj(minute -> used(first, 1 + minute, now.minus(Duration.ofMinutes(minute)), 2))
                .toList());
        save(List.of(used(second, 0, now.minus(Duration.ofMinutes(90)), 5)));
        save(List.of(used(begin(test, provenance("other"), " 3"), 0, now, 500)));
        RunId over = begin(test, provenance("m"), " 4");
        save(List.of(used(over, 0, now, 50)));
        runs().end(lease(over), RunStatus.STOPPED, null, now.minus(Duration.ofHours(25)));

        List<PastUse> uses = records().usedInLastDay("openai", "m", now);

        assertThat(uses).hasSize(24);
        assertThat(uses.stream().mapToLong(PastUse::requests).sum()).isEqualTo(24 * 60 * 2 + 5);
        assertThat(uses.stream().mapToLong(PastUse::tokens).sum()).isEqualTo((24 * 60 * 2 + 5) * 10);
        assertThat(uses)
                .contains(new PastUse(Duration.ofHours(1), 125, 1_250), new PastUse(Duration.ofHours(23), 120, 1_200));
        assertThat(records().usedInLastDay("openai", "m", now.plus(Duration.ofHours(25))))
                .isEmpty();
    }

    @Test
    void moreCallsOfADayThanFitIntoAPageAreAllSummed(TestInfo test) {
        Instant now = Samples.START;
        RunId run = begin(test, provenance("busy"), "");
        save(IntStream.range(0, 12_000)
                .mapToObj(item -> used(run, item, now.minusSeconds(item / 3_000), item % 5 == 0 ? 0 : 1))
                .toList());

        assertThat(records().usedInLastDay("openai", "busy", now))
                .containsExactly(new PastUse(Duration.ZERO, 9_600, 96_000));
    }

    private RunId begin(TestInfo test, Provenance made, String suffix) {
        RunIdentity like = Samples.identity(test.getDisplayName() + suffix);
        RunIdentity identity = new RunIdentity(made, like.input(), like.fingerprint(), like.output(), null, null);
        RunId run = runs().create(Samples.run(identity, 1, Samples.START)).id();
        return Samples.begin(runs(), splits(), run, OWNER).run();
    }

    private static Provenance provenance(String model) {
        return new Provenance("ticket-triage", 3, "d".repeat(64), "openai", model);
    }

    private static JobRecord used(RunId run, long item, Instant at, int calls) {
        CallCosts costs = new CallCosts(
                calls,
                0,
                "stop",
                null,
                new Usage(9L * calls, 0, calls),
                BigDecimal.ZERO,
                Duration.ofMillis(30),
                Duration.ofMillis(1));
        return Samples.record(run, item, new Outcome.Answered("{}"), costs, at);
    }
}
