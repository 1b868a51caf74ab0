package io.llmp.batch.input;

import io.llmp.batch.input.columns.RowSchema;
import java.io.IOException;
import java.util.function.LongUnaryOperator;

/**
 * An input: rows of the same columns in an order of their own, each an {@link Item} with its index. Safe for use by many
 * threads.
 *
 * <p>A dataset stands for its rows as they were when it was opened. A method that reads them, or a cursor, fails with a
 * {@link io.llmp.batch.problem.ProblemException} when they have changed since; an {@link IOException} is a failure of the
 * storage.
 */
public interface Dataset {

    /** The limit of {@link #plan} that takes every row. */
    long NO_LIMIT = Long.MAX_VALUE;

    /** How a dataset and a result have to do with each other. */
    enum Overlap {
        /** Not at all. */
        NONE,
        /** The result would replace what the dataset is read from. */
        REPLACES,
        /** The next time that the dataset is opened, the result would be found among what it is read from. */
        JOINS
    }

    /**
     * Returns the one name by which the dataset can be opened from anywhere: the absolute path of files, the whole address of
     * others.
     */
    String name();

    /** Returns the columns, the same in every row. */
    RowSchema schema();

    /** Returns whether there is a row; reads no more than is needed to know. */
    boolean hasRows() throws IOException;

    /** Computes what distinguishes these rows from any others under the same name; may read all of them. */
    InputFingerprint fingerprint() throws IOException;

    /**
     * Counts the rows and cuts them into splits. The same rows are cut alike.
     *
     * @param limit how many rows to take from the beginning, at least 1; {@link #NO_LIMIT} for all
     * @param rowsPerSplit from the number of rows that are taken to the number wanted in a split, at least 1
     */
    SplitPlan plan(long limit, LongUnaryOperator rowsPerSplit) throws IOException;

    /**
     * Opens the items of {@code split} from item {@code from} on. The split comes from a plan of this dataset, or of one that
     * had the same fingerprint. The cursor fails when not all of them are there.
     *
     * @param from index in the dataset, from the split's first item to the one after its last
     */
    ItemCursor open(Split split, long from) throws IOException;

    /** Opens all items of {@code split}. */
    default ItemCursor open(Split split) throws IOException {
        return open(split, split.firstItem());
    }

    /**
     * Returns what a result would do to the dataset.
     *
     * @param output name of the place that the result takes
     */
    default Overlap overlap(String output) {
        return Overlap.NONE;
    }
}
