package io.llmp.batch.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.llm.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How every store of job records gives them back, page by page. */
public abstract class JobRecordPagesContract {

    private static final Comparator<JobRecord> NEWEST_FIRST = Comparator.comparing(JobRecord::createdAt)
            .thenComparingLong(JobRecord::itemIndex)
            .reversed();

    private static final List<RecordFilter> FILTERS = List.of(
            RecordFilter.ALL,
            new RecordFilter(Outcome.Status.SKIPPED, null),
            new RecordFilter(Outcome.Status.SUCCEEDED, null),
            new RecordFilter(Outcome.Status.SKIPPED, SkipReason.REFUSED),
            new RecordFilter(null, SkipReason.TIMED_OUT),
            new RecordFilter(Outcome.Status.REUSED, null),
            new RecordFilter(Set.of(Outcome.Status.SUCCEEDED, Outcome.Status.REUSED), Set.of()),
            new RecordFilter(Set.of(), Set.of(SkipReason.TIMED_OUT, SkipReason.REFUSED)));

    private static final CallCosts UNPRICED =
            new CallCosts(0, 0, null, null, Usage.NONE, null, Duration.ZERO, Duration.ZERO);

    protected abstract JobRecordStore records();

    protected abstract RunStore runs();

    protected abstract SplitStore splits();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void newestFirstGivesEveryRecordOnceHoweverManyShareAnInstant(long seed) {
        Random random = new Random(seed);
        RunId run = begin("newest" + seed);
        List<JobRecord> all = random(run, 600, random);
        for (RecordFilter filter : FILTERS) {
            List<Long> expected = all.stream()
                    .filter(record -> matches(record, filter))
                    .sorted(NEWEST_FIRST)
                    .map(JobRecord::itemIndex)
                    .toList();
            assertThat(readNewestFirst(run, filter, random))
                    .as(filter.toString())
                    .isEqualTo(expected);
        }
    }

    @Test
    void inInputOrderGivesWhatAFilterAcceptsFromAnyItemOn() {
        RunId run = begin("filtered");
        List<JobRecord> all = random(run, 200, new Random(5));
        for (RecordFilter filter : FILTERS) {
            for (long from : List.of(0L, 77L, 199L, 200L)) {
                List<Long> expected = all.stream()
                        .filter(record -> record.itemIndex() >= from && matches(record, filter))
                        .map(JobRecord::itemIndex)
                        .limit(90)
                        .toList();
                assertThat(records().inInputOrder(run, filter, from, 90))
                        .as("%s from %s", filter, from)
                        .extracting(JobRecord::itemIndex)
                        .isEqualTo(expected);
                assertThat(records().itemsInInputOrder(run, filter, from, 90))
                        .extracting(JobRecordStore.ItemRef::index)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void itemsAreWholeUnlessValuesWereLeftOutOfTheirRecords() {
        RunId run = begin("whole");
        List<String> inputs = List.of(
                "{\"subject\":\"a\",\"llmp_left_out\":{\"body\":2000000}}",
                "{\"subject\":\"they wrote \\\"llmp_left_out\\\": in it\"}",
                "{\"subject\":\"llmp_left_out\"}");
        for (int item = 0; item < inputs.size(); item++) {
            JobRecord record = Samples.answered(run, item);
            save(List.of(new JobRecord(
                    run,
                    item,
                    record.itemKey(),
                    Samples.SPLIT,
                    inputs.get(item),
                    null,
                    record.outcome(),
                    record.costs(),
                    record.provenance(),
                    record.createdAt())));
        }

        assertThat(records().itemsInInputOrder(run, RecordFilter.ALL, 0, 9))
                .extracting(JobRecordStore.ItemRef::whole)
                .containsExactly(false, true, true);
    }

    @Test
    void pagesGoOnWhereTheyEndedThoughNewRecordsCome() {
        RunId run = begin("growing");
        List<JobRecord> old =
                random(run, 100, new Random(9)).stream().sorted(NEWEST_FIRST).toList();
        List<JobRecord> first = records().newestFirst(run, RecordFilter.ALL, null, 40);
        save(List.of(record(run, 5000, 0, Samples.START.plusSeconds(3600))));
        List<JobRecord> second = records().newestFirst(run, RecordFilter.ALL, first.get(39), 100);
        assertThat(second).isEqualTo(old.subList(40, 100));
    }

    @Test
    void keepsTimeToTheMicrosecond() {
        RunId run = begin("micros");
        Instant exact = Instant.parse("2026-03-01T12:00:00.123456789Z");
        save(List.of(record(run, 0, 0, exact), record(run, 1, 0, exact.plusNanos(1000))));
        List<JobRecord> first = records().newestFirst(run, RecordFilter.ALL, null, 1);
        assertThat(first).extracting(JobRecord::itemIndex).containsExactly(1L);
        assertThat(first.get(0).createdAt()).isEqualTo("2026-03-01T12:00:00.123457Z");
        assertThat(records().newestFirst(run, RecordFilter.ALL, first.get(0), 9))
                .extracting(JobRecord::itemIndex)
                .containsExactly(0L);
    }

    @Test
    void inInputOrderGivesPagesFromAnyItemOn() {
        RunId run = begin("ordered");
        begin("another");
        List<Long> items =
                new ArrayList<>(LongStream.range(0, 50).map(i -> i * 3).boxed().toList());
        Collections.shuffle(items, new Random(4));
        save(items.stream().map(item -> record(run, item, 0, Samples.START)).toList());
        assertThat(inInputOrder(run, 0, 20))
                .isEqualTo(LongStream.range(0, 20).map(i -> i * 3).boxed().toList());
        assertThat(inInputOrder(run, 58, 3)).containsExactly(60L, 63L, 66L);
        assertThat(inInputOrder(run, 147, 3)).containsExactly(147L);
        assertThat(inInputOrder(run, 148, 3)).isEmpty();
    }

    private List<Long> inInputOrder(RunId run, long from, int count) {
        return records().inInputOrder(run, from, count).stream()
                .map(JobRecord::itemIndex)
                .toList();
    }

    private List<Long> readNewestFirst(RunId run, RecordFilter filter, Random random) {
        List<Long> read = new ArrayList<>();
        List<JobRecord> page = records().newestFirst(run, filter, null, 1 + random.nextInt(90));
        while (!page.isEmpty()) {
            page.forEach(record -> read.add(record.itemIndex()));
            page = records().newestFirst(run, filter, page.get(page.size() - 1), 1 + random.nextInt(90));
        }
        return read;
    }

    /** Stores records of few instants, in no order. */
    private List<JobRecord> random(RunId run, int count, Random random) {
        List<JobRecord> all = new ArrayList<>();
        for (int item = 0; item < count; item++) {
            all.add(record(run, item, random.nextInt(4), Samples.START.plusMillis(random.nextInt(25))));
        }
        List<JobRecord> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        save(shuffled);
        return all;
    }

    private static JobRecord record(RunId run, long item, int kind, Instant at) {
        Outcome outcome = switch (kind) {
            case 0 -> new Outcome.Answered("{}");
            case 1 -> new Outcome.Skipped(SkipReason.REFUSED, "no");
            case 2 -> new Outcome.Skipped(SkipReason.TIMED_OUT, "late");
            default -> new Outcome.Answered("{}", Samples.ELSEWHERE);
        };
        return Samples.record(run, item, outcome, UNPRICED, at);
    }

    private static boolean matches(JobRecord record, RecordFilter filter) {
        String reason = record.outcome() instanceof Outcome.Skipped skipped
                ? skipped.reason().name()
                : "";
        return (filter.statuses().isEmpty()
                        || filter.statuses().contains(record.outcome().status()))
                && (filter.reasons().isEmpty()
                        || filter.reasons().stream()
                                .anyMatch(each -> each.name().equals(reason)));
    }

    private RunId begin(String name) {
        RunId run = runs().create(Samples.run(name, 1, Samples.START)).id();
        return Samples.begin(runs(), splits(), run, "owner").run();
    }

    private void save(List<JobRecord> records) {
        records().save(new Lease(records.get(0).run(), "owner"), records);
    }
}
