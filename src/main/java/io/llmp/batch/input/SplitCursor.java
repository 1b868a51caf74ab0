package io.llmp.batch.input;

import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Ends a file's cursor after the last item of a split, and sees to it that the split was whole. */
final class SplitCursor implements ItemCursor {

    private final ItemCursor items;
    private final Split split;
    private final InputFile file;
    private long taken;

    SplitCursor(ItemCursor items, Split split, InputFile file) {
        this.items = items;
        this.split = split;
        this.file = file;
    }

    @Override
    public @Nullable Item next() throws IOException {
        if (taken == split.items()) {
            file.verifyUnchanged();
            return null;
        }
        Item item = read();
        if (item == null) {
            throw file.changed();
        }
        taken++;
        return item;
    }

    /** Passes over the next {@code items} of the split. */
    void skip(long items) throws IOException {
        for (long left = items; left > 0; left--) {
            next();
        }
    }

    /** A change of the file explains whatever else looks wrong with it. */
    private @Nullable Item read() throws IOException {
        try {
            return items.next();
        } catch (ProblemException e) {
            file.verifyUnchanged();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        items.close();
    }
}
