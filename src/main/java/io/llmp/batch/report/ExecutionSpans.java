package io.llmp.batch.report;

import java.util.ArrayList;
import java.util.List;

/** What one execution did when, in spans of one length that doubles whenever there would be too many. */
final class ExecutionSpans {

    private static final long FIRST_WIDTH = 50;

    private final long[] done;
    private final long[] skipped;
    private final long[] busy;
    private long width = FIRST_WIDTH;
    private long last = -1;

    /** @param busyMillis the time that items were at work in the span, added up */
    record Counts(long done, long skipped, long busyMillis) {}

    ExecutionSpans(int most) {
        done = new long[most];
        skipped = new long[most];
        busy = new long[most];
    }

    /**
     * Takes in an item.
     *
     * @param at when it was done, in milliseconds from the begin
     * @param latency how long it was at work before, in milliseconds
     */
    void add(long at, long latency, boolean skip) {
        while (at / width >= done.length) {
            halve();
        }
        last = Math.max(last, at);
        int span = (int) (at / width);
        done[span]++;
        skipped[span] += skip ? 1 : 0;
        long from = Math.max(0, at - latency);
        for (int i = (int) (from / width); i <= span; i++) {
            busy[i] += Math.min(at, (i + 1) * width) - Math.max(from, i * width);
        }
    }

    private void halve() {
        for (long[] counts : List.of(done, skipped, busy)) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] = 2 * i < counts.length ? counts[2 * i] + at(counts, 2 * i + 1) : 0;
            }
        }
        width *= 2;
    }

    private static long at(long[] counts, int index) {
        return index < counts.length ? counts[index] : 0;
    }

    long width() {
        return width;
    }

    /** Returns when the last item was done, 0 when none was. */
    long lastMillis() {
        return Math.max(0, last);
    }

    /** Returns the spans up to the last item; {@code wanted} is the width times a power of two. */
    List<Counts> spans(long wanted) {
        int merged = (int) (wanted / width);
        List<Counts> spans = new ArrayList<>();
        for (int i = 0; last >= 0 && i <= last / width; i += merged) {
            long[] sums = new long[3];
            for (int j = i; j < Math.min(done.length, i + merged); j++) {
                sums[0] += done[j];
                sums[1] += skipped[j];
                sums[2] += busy[j];
            }
            spans.add(new Counts(sums[0], sums[1], sums[2]));
        }
        return spans;
    }
}
