package io.llmp.batch.run.step;

/**
 * How finely a run's items are cut, and how many of them are under way at once. A chunk is what is read, rendered and looked
 * up together; nothing waits for its end. So slow answers hold back no more than themselves: slots are full as long as more
 * items are admitted than there are slots and items that wait to be tried again.
 */
final class Splitting {

    /** Splits read at once; those that have been read and wait for their last answers do not count. */
    static final int READ_AT_ONCE = 4;

    private static final int ITEMS_PER_SLOT = 2;
    private static final int SMALLEST_CHUNK = 16;
    private static final int ADMITTED_CHUNKS = 4;

    /** Splits cost the job repository about 10 ms of CPU each. */
    private static final int MOST_SPLITS = 32;

    private Splitting() {}

    /** Returns how many items are read and sent together. */
    static int chunk(int slots) {
        return Math.max(SMALLEST_CHUNK, ITEMS_PER_SLOT * slots);
    }

    /** Returns how many items of a run may be without a durable record while their split continues. */
    static int admitted(int slots) {
        return ADMITTED_CHUNKS * chunk(slots);
    }

    /** Returns how many items make a split of {@code rows} in all. */
    static long rowsPerSplit(long rows, int slots) {
        long splits = Math.max(1, Math.min(MOST_SPLITS, rows / chunk(slots)));
        return Math.max(1, (rows + splits - 1) / splits);
    }
}
