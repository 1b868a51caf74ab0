package io.llmp.batch.cli.progress;

import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RecordFilter;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast a run that another process works on is, by its newest records.
 *
 * @param elapsed since its execution began
 * @param perSecond rows done in a second, over the last half minute
 * @param left until it is done at that rate, or null when that cannot be told
 */
public record LiveRate(
        Duration elapsed, double perSecond, @Nullable Duration left) {

    private static final int RECORDS = 1_000;
    private static final Duration SPAN = Duration.ofSeconds(30);

    /** Returns null for a run that nobody works on. */
    public static @Nullable LiveRate of(Run run, JobRecordStore records, Instant now) {
        if (run.status() != RunStatus.RUNNING || run.startedAt() == null) {
            return null;
        }
        List<Instant> times = records.newestFirst(run.id(), RecordFilter.ALL, null, RECORDS).stream()
                .map(JobRecord::createdAt)
                .toList();
        return of(run, times, now);
    }

    /**
     * Returns the rate at which {@code run} gets records at {@code now}.
     *
     * @param times of the newest records, newest first, at most {@link #RECORDS}
     */
    public static LiveRate of(Run run, List<Instant> times, Instant now) {
        Duration elapsed = atLeastZero(Duration.between(run.startedAt() == null ? now : run.startedAt(), now));
        Duration span = elapsed.compareTo(SPAN) < 0 ? elapsed : SPAN;
        Instant from = now.minus(span);
        long recent = times.stream().filter(time -> !time.isBefore(from)).count();
        if (recent == RECORDS) {
            span = atLeastZero(Duration.between(times.get(RECORDS - 1), now));
        }
        double perSecond = span.isZero() ? 0 : recent * 1e9 / span.toNanos();
        Long items = run.items();
        Duration left = items == null || perSecond == 0
                ? null
                : Duration.ofMillis((long) ((items - run.counts().done()) * 1_000 / perSecond));
        return new LiveRate(elapsed, perSecond, left);
    }

    private static Duration atLeastZero(Duration span) {
        return span.isNegative() ? Duration.ZERO : span;
    }
}
