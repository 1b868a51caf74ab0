package io.llmp.batch.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.report.WorkTime.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkTimeTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void tellsRateAndItemsInWork() {
        WorkTime time = new WorkTime(List.of(START));
        // Four at once, each for a second, for ten seconds.
        for (int second = 1; second <= 10; second++) {
            for (int slot = 0; slot < 4; slot++) {
                time.add(Notes.answered(
                        second * 10 + slot, START.plusSeconds(second).minusMillis(1), 999));
            }
        }

        assertThat(time.total()).isEqualTo(Duration.ofMillis(9_999));
        assertThat(time.spans().stream().mapToLong(Span::done).sum()).isEqualTo(40);
        assertThat(time.spans()).allSatisfy(span -> assertThat(span.inWork()).isEqualTo(4, within(0.1)));
        assertThat(time.restarts()).isEmpty();
    }

    @Test
    void leavesOutTheTimeBetweenExecutions() {
        Instant nextDay = START.plus(Duration.ofDays(1));
        WorkTime time = new WorkTime(List.of(START, nextDay));
        time.add(Notes.answered(1, START.plusSeconds(10), 5_000));
        time.add(Notes.answered(2, nextDay.plusSeconds(10), 5_000));

        assertThat(time.total()).isEqualTo(Duration.ofSeconds(20));
        assertThat(time.spans()).hasSizeLessThanOrEqualTo(122);
        assertThat(time.restarts())
                .singleElement()
                .satisfies(at -> assertThat(at).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11)));
    }

    @Test
    void staysSmallHoweverLongARunLasts() {
        WorkTime time = new WorkTime(List.of(START, START.plusSeconds(1)));
        time.add(Notes.answered(0, START.plusMillis(10), 5));
        for (int hour = 1; hour < 1_000; hour++) {
            time.add(Notes.skipped(hour, START.plus(Duration.ofHours(hour)), SkipReason.TIMED_OUT));
        }

        assertThat(time.spans()).hasSizeLessThanOrEqualTo(122);
        assertThat(time.spans().stream().mapToLong(Span::done).sum()).isEqualTo(1_000);
        assertThat(time.spans().stream().mapToLong(Span::skipped).sum()).isEqualTo(999);
    }

    @Test
    void aRecordFromBeforeTheFirstBeginCountsAtTheBegin() {
        WorkTime time = new WorkTime(List.of(START));
        JobRecord early = Notes.answered(0, START.minusSeconds(5), 100);

        time.add(early);

        assertThat(time.spans()).extracting(Span::done).containsExactly(1L);
    }
}
