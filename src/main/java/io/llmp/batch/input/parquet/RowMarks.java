package io.llmp.batch.input.parquet;

import io.llmp.batch.input.FileIndex;
import io.llmp.batch.input.FileIndex.Mark;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows to start at from the footer alone. A mark's position is the ordinal of its row group. Where the file tells
 * which rows a page holds (its offset index) any row will do; elsewhere only the first of a row group.
 */
final class RowMarks {

    private static final long STEP = 1_000;
    private static final long MOST = 10_000;

    private RowMarks() {}

    static FileIndex of(ParquetFile file) {
        long rows = firstRow(file, file.rowGroups().size());
        long step = Math.max(STEP, (rows + MOST - 1) / MOST);
        List<Mark> marks = new ArrayList<>();
        long first = 0;
        long due = 0;
        for (int ordinal = 0; ordinal < file.rowGroups().size(); ordinal++) {
            BlockMetaData group = file.rowGroups().get(ordinal);
            long end = first + group.getRowCount();
            if (hasOffsetIndex(group)) {
                for (due = Math.max(due, first); due < end; due += step) {
                    marks.add(new Mark(due, ordinal));
                }
            } else if (first >= due && end > first) {
                marks.add(new Mark(first, ordinal));
                due = first + step;
            }
            first = end;
        }
        return new FileIndex(rows, marks, warning(file, rows, marks));
    }

    /** Returns the row in the file at which the row group numbered {@code ordinal} starts. */
    static long firstRow(ParquetFile file, int ordinal) {
        return file.rowGroups().subList(0, ordinal).stream()
                .mapToLong(BlockMetaData::getRowCount)
                .sum();
    }

    /** Says whether {@code mark} is a place in this file. */
    static boolean canStart(ParquetFile file, Mark mark) {
        if (mark.row() == 0 && mark.position() == 0) {
            return true;
        }
        if (mark.position() < 0 || mark.position() >= file.rowGroups().size()) {
            return false;
        }
        BlockMetaData group = file.rowGroups().get((int) mark.position());
        long row = mark.row() - firstRow(file, (int) mark.position());
        return row == 0 || (row > 0 && row < group.getRowCount() && hasOffsetIndex(group));
    }

    private static @Nullable String warning(ParquetFile file, long rows, List<Mark> marks) {
        if (marks.size() > 1 || rows <= STEP) {
            return null;
        }
        return file.path() + " holds its rows in one row group without an offset index, so it is read from its "
                + "beginning; written again by a current Parquet writer it can be split.";
    }

    private static boolean hasOffsetIndex(BlockMetaData group) {
        return group.getColumns().stream().allMatch(chunk -> chunk.getOffsetIndexReference() != null);
    }
}
