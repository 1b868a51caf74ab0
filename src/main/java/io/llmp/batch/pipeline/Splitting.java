package io.llmp.batch.pipeline;

/**
 * How finely a run's items are cut, so that no slot ever waits for another's slow answer. A chunk ends when its slowest
 * answer is in, so several splits are worked on at once and their chunks together hold many more items than there are
 * slots. With 8 chunks of twice as many items as slots each, at least 98.8 % of the slots are busy under log-normal latency
 * (sigma 0.8) for 16 to 1,000 slots, by simulation.
 */
final class Splitting {

    /** Splits worked on at once. */
    static final int AT_ONCE = 8;

    private static final int ITEMS_PER_SLOT = 2;
    private static final int SMALLEST_CHUNK = 16;

    /** Splits cost the job repository about 10 ms of CPU each. */
    private static final int MOST_SPLITS = 32;

    private Splitting() {}

    /** Returns how many items are read, asked about and committed together. */
    static int chunk(int slots) {
        return Math.max(SMALLEST_CHUNK, ITEMS_PER_SLOT * slots);
    }

    /** Returns how many items make a split of {@code rows} in all. */
    static long rowsPerSplit(long rows, int slots) {
        long splits = Math.max(1, Math.min(MOST_SPLITS, rows / chunk(slots)));
        return Math.max(1, (rows + splits - 1) / splits);
    }
}
