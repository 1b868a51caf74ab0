package io.llmp.batch.input;

import java.util.ArrayList;
import java.util.List;

/**
 * How a dataset, or the first rows of it, is cut into splits.
 *
 * @param items how many items the splits hold together; 0 when the dataset has no rows
 * @param splits the splits in order: numbered from 0, their items following on from one another, none crossing a file
 * @param warnings what the user should know about the input, as sentences: files left out, files that cannot be split
 */
public record SplitPlan(long items, List<Split> splits, List<String> warnings) {

    public SplitPlan {
        splits = List.copyOf(splits);
        warnings = List.copyOf(warnings);
    }

    /**
     * Cuts the first rows of the indexed files into splits of about {@code rowsPerSplit}. The splits of one file are as
     * even as the marks of its index allow.
     */
    public static SplitPlan of(List<FileIndex> files, long items, long rowsPerSplit, List<String> warnings) {
        if (rowsPerSplit < 1) {
            throw new IllegalArgumentException("rows per split must be at least 1 but was " + rowsPerSplit);
        }
        List<Split> splits = new ArrayList<>();
        long firstItem = 0;
        for (int file = 0; file < files.size() && firstItem < items; file++) {
            long rows = Math.min(files.get(file).rows(), items - firstItem);
            List<FileIndex.Mark> starts = starts(files.get(file).marks(), rows, rowsPerSplit);
            for (int i = 0; i < starts.size(); i++) {
                FileIndex.Mark start = starts.get(i);
                long end = i + 1 < starts.size() ? starts.get(i + 1).row() : rows;
                splits.add(new Split(splits.size(), file, firstItem + start.row(), end - start.row(), start));
            }
            firstItem += rows;
        }
        return new SplitPlan(items, splits, warnings);
    }

    private static List<FileIndex.Mark> starts(List<FileIndex.Mark> marks, long rows, long rowsPerSplit) {
        if (rows == 0) {
            return List.of();
        }
        long wanted = Math.min(marks.size(), (rows - 1) / rowsPerSplit + 1);
        List<FileIndex.Mark> starts = new ArrayList<>(List.of(marks.get(0)));
        int next = 1;
        for (long split = 1; split < wanted; split++) {
            double ideal = (double) rows / wanted * split;
            while (next < marks.size() - 1 && nearer(marks.get(next + 1), marks.get(next), ideal)) {
                next++;
            }
            if (next < marks.size() && marks.get(next).row() < rows) {
                starts.add(marks.get(next++));
            }
        }
        return starts;
    }

    private static boolean nearer(FileIndex.Mark mark, FileIndex.Mark other, double row) {
        return Math.abs(mark.row() - row) <= Math.abs(other.row() - row);
    }
}
