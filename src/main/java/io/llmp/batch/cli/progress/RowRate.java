package io.llmp.batch.cli.progress;

import java.util.ArrayDeque;
import java.util.Deque;

/** How many rows are done in a second, of late. Not safe for use by several threads. */
final class RowRate {

    /** Long enough to even out the bursts of commits and throttles, short enough to show a change. */
    private static final long SPAN_NANOS = 30_000_000_000L;

    private record Sample(long nanos, long done) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** Takes note of how many are done at {@code nanos}, and returns the rate; 0 at the first look. */
    double at(long nanos, long done) {
        samples.addLast(new Sample(nanos, done));
        while (samples.size() > 2 && nanos - samples.getFirst().nanos() > SPAN_NANOS) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        return nanos == first.nanos() ? 0 : Math.max(0, (done - first.done()) * 1e9 / (nanos - first.nanos()));
    }
}
