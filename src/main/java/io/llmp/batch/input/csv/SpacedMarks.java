package io.llmp.batch.input.csv;

import io.llmp.batch.input.FileIndex.Mark;
import java.util.ArrayList;
import java.util.List;

/**
 * Marks of evenly spaced rows, however many rows there will be: at first of every row, and each time there are too many,
 * every second mark is dropped.
 */
final class SpacedMarks {

    static final int MOST = 1 << 14;

    private final List<Mark> marks = new ArrayList<>();
    private long spacing = 1;
    private long rows;

    /** Adds the next row. */
    void add(long position) {
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

    long rows() {
        return rows;
    }

    Mark first() {
        return marks.get(0);
    }

    List<Mark> list() {
        return List.copyOf(marks);
    }
}
