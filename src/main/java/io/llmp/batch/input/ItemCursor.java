package io.llmp.batch.input;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads items one after the other, in bounded memory. For one thread at a time. */
public interface ItemCursor extends Closeable {

    /** Returns the next item, or null after the last row of the file. */
    @Nullable
    Item next() throws IOException;
}
