package io.llmp.batch.run.step;

import io.llmp.batch.input.Item;
import io.llmp.batch.input.ItemCursor;
import io.llmp.batch.input.Split;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RunId;
import java.io.IOException;
import java.util.BitSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamException;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Reads the items of one split that have no record yet. Always begins at the split's beginning: the records say what is
 * done, so there is no position to save that could disagree with them.
 */
final class SplitItemReader implements ItemStreamReader<Item> {

    /** Items whose records are looked up at once. */
    private static final int WINDOW = 8192;

    /** Opens the rows of a split. */
    interface Opener {
        ItemCursor open(Split split) throws IOException;
    }

    private final Opener opener;
    private final Split split;
    private final JobRecordStore records;
    private final RunId run;
    private final LongConsumer onEnd;
    private @Nullable ItemCursor cursor;
    private long given;
    private BitSet finished = new BitSet();
    private long windowEnd;

    /** @param onEnd told of the number of items given when there are no more, and the input is closed */
    SplitItemReader(Opener opener, Split split, JobRecordStore records, RunId run, LongConsumer onEnd) {
        this.opener = opener;
        this.split = split;
        this.records = records;
        this.run = run;
        this.onEnd = onEnd;
        this.windowEnd = split.firstItem();
    }

    @Override
    public void open(ExecutionContext context) {
        try {
            cursor = opener.open(split);
        } catch (IOException e) {
            throw new ItemStreamException("The input cannot be opened", e);
        }
    }

    @Override
    public @Nullable Item read() throws IOException {
        if (cursor == null) {
            throw new IllegalStateException("read before open");
        }
        Item item = cursor.next();
        while (item != null && isFinished(item.index())) {
            item = cursor.next();
        }
        if (item == null) {
            close();
            onEnd.accept(given);
        } else {
            given++;
        }
        return item;
    }

    private boolean isFinished(long index) {
        while (index >= windowEnd) {
            long left = split.firstItem() + split.items() - windowEnd;
            finished = records.finished(run, windowEnd, (int) Math.min(WINDOW, left));
            windowEnd += WINDOW;
        }
        return finished.get((int) (index - (windowEnd - WINDOW)));
    }

    @Override
    public void close() {
        if (cursor != null) {
            try {
                cursor.close();
            } catch (IOException e) {
                throw new ItemStreamException("The input cannot be closed", e);
            } finally {
                cursor = null;
            }
        }
    }
}
