package io.llmp.batch.report;

import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run did when, over its executions laid end to end: the time between them, in which nothing ran, is left out. Each
 * execution lasts from its begin to its last record. Memory does not grow with the number of records.
 */
public final class WorkTime {

    private static final int MOST_SPANS = 120;

    private final TreeMap<Instant, ExecutionSpans> executions = new TreeMap<>();

    /**
     * What was done in a span of time.
     *
     * @param offset its begin, counted from the begin of the first execution
     * @param length its length
     * @param done items that got their record in it
     * @param skipped those of them that were skipped
     * @param inWork how many items were between their first attempt and their record, on average
     */
    public record Span(Duration offset, Duration length, long done, long skipped, double inWork) {

        /** Items done in a second. */
        public double rate() {
            return done * 1000.0 / length.toMillis();
        }
    }

    /** @param begins when each execution began; at least one */
    WorkTime(List<Instant> begins) {
        begins.forEach(begin -> executions.put(begin, new ExecutionSpans(MOST_SPANS)));
    }

    void add(JobRecord record) {
        Map.Entry<Instant, ExecutionSpans> execution = executions.floorEntry(record.createdAt());
        Map.Entry<Instant, ExecutionSpans> own = execution == null ? executions.firstEntry() : execution;
        long at = Duration.between(own.getKey(), record.createdAt()).toMillis();
        own.getValue()
                .add(Math.max(0, at), record.costs().latency().toMillis(), record.outcome() instanceof Outcome.Skipped);
    }

    /** Returns how long all executions were at work. */
    public Duration total() {
        return Duration.ofMillis(executions.values().stream()
                .mapToLong(ExecutionSpans::lastMillis)
                .sum());
    }

    /** Returns the offsets at which each execution after the first began; those that did nothing are left out. */
    public List<Duration> restarts() {
        List<Duration> restarts = new ArrayList<>();
        long offset = 0;
        long width = width();
        for (ExecutionSpans execution : executions.values()) {
            long spans = execution.spans(width).size();
            if (offset > 0 && spans > 0) {
                restarts.add(Duration.ofMillis(offset));
            }
            offset += spans * width;
        }
        return restarts;
    }

    /** Returns all spans, of one length, in the order of time. */
    public List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        long width = width();
        for (ExecutionSpans execution : executions.values()) {
            for (ExecutionSpans.Counts counts : execution.spans(width)) {
                spans.add(new Span(
                        Duration.ofMillis(spans.size() * width),
                        Duration.ofMillis(width),
                        counts.done(),
                        counts.skipped(),
                        counts.busyMillis() / (double) width));
            }
        }
        return spans;
    }

    /** Returns the least length of spans that all executions can be cut into and that keeps them few. */
    private long width() {
        long width = executions.values().stream()
                .mapToLong(ExecutionSpans::width)
                .max()
                .orElseThrow();
        while (total().toMillis() / width > MOST_SPANS) {
            width *= 2;
        }
        return width;
    }
}
