package io.llmp.batch.input;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds rows of a dataset by their index; quick for rows in ascending order. Not safe for use by several threads. */
public final class RowLookup implements Closeable {

    private static final long ROWS_PER_SPLIT = 5_000;

    private final Dataset dataset;
    private @Nullable List<Split> splits;
    private @Nullable ItemCursor cursor;
    private long next;
    private long end;

    /** Opens nothing before the first row is looked for. */
    public RowLookup(Dataset dataset) {
        this.dataset = dataset;
    }

    /**
     * Returns the row at {@code index}.
     *
     * @throws IllegalArgumentException when the dataset has no such row
     */
    public Item at(long index) throws IOException {
        if (cursor == null || index < next || index >= end) {
            open(index);
        }
        Item item = null;
        while (next <= index && cursor != null) {
            item = cursor.next();
            next++;
        }
        if (item == null) {
            throw new IllegalArgumentException("index must be of a row but was " + index);
        }
        return item;
    }

    private void open(long index) throws IOException {
        close();
        if (splits == null) {
            splits = dataset.plan(Dataset.NO_LIMIT, rows -> ROWS_PER_SPLIT).splits();
        }
        for (Split split : splits) {
            if (index >= split.firstItem() && index < split.firstItem() + split.items()) {
                cursor = dataset.open(split, index);
                next = index;
                end = split.firstItem() + split.items();
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }
}
