package io.llmp.batch.record;

/**
 * Names one job record. Written as {@code RUN/ITEM}.
 *
 * @param run the run it belongs to
 * @param itemIndex 0-based position of its row in that run's input
 */
public record RecordRef(RunId run, long itemIndex) {

    /** Reads what {@link #toString()} wrote. */
    public static RecordRef parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a record's name must be RUN/ITEM but was " + text);
        }
        return new RecordRef(new RunId(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
    }

    @Override
    public String toString() {
        return run + "/" + itemIndex;
    }
}
