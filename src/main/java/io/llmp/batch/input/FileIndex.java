package io.llmp.batch.input;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where reading of one file can start.
 *
 * @param rows rows in the file, a header not counted
 * @param marks places to start at, the first of them row 0 (none when there are no rows), evenly spread, in order; at most
 *     some ten thousand whatever the file's size
 * @param warning why the file can only be read from its beginning, for the user; null when it can be split
 */
public record FileIndex(
        long rows, List<Mark> marks, @Nullable String warning) {

    /**
     * A place where reading can start.
     *
     * @param row 0-based row in the file
     * @param position where that row is, in the format's own terms
     */
    public record Mark(long row, long position) {}

    /** Where every file can be read from, whether or not it has a row. */
    static final Mark START = new Mark(0, 0);

    public FileIndex {
        marks = List.copyOf(marks);
    }
}
