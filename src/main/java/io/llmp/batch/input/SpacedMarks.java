package io.llmp.batch.input;

import io.llmp.batch.input.FileIndex.Mark;
import java.util.ArrayList;
import java.util.List;

/**
 * Marks of evenly spaced rows, however many rows there will be: at first of every row, and each time there are too many,
 * every second mark is dropped.
 */
public final class SpacedMarks {

    /** As many marks as there are at most. */
    public static final int MOST = 1 << 14;

    private final List<Mark> marks = new ArrayList<>();
    private long spacing = 1;
    private long rows;

    /** Adds the next row, which is at {@code position}. */
    public void add(long position) {
        if (rows % spacing == 0) {
            if (marks.size() == MOST) {
                thin();
            }
            marks.add(new Mark(rows, position));
        }
        rows++;
    }

    /** Drops every second mark. The row at hand, the {@value #MOST}th of the old spacing, is one of the new. */
    private void thin() {
        for (int i = 0; i < MOST / 2; i++) {
            marks.set(i, marks.get(2 * i));
        }
        marks.subList(MOST / 2, MOST).clear();
        spacing *= 2;
    }

    /** Returns how many rows were added. */
    public long rows() {
        return rows;
    }

    /** Returns the mark of the first row; there must be one. */
    public Mark first() {
        return marks.get(0);
    }

    /** Returns the marks in order. */
    public List<Mark> list() {
        return List.copyOf(marks);
    }
}
