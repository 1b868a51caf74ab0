package io.llmp.batch.input.csv;

import io.llmp.batch.input.FileIndex;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.SpacedMarks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts the rows of a file in one pass, and notes where every so many of them begin. */
final class CsvIndex {

    private final SpacedMarks marks = new SpacedMarks();
    private @Nullable QuoteFault firstFault;
    private long faultyRows;

    private CsvIndex() {}

    /** Indexes the file that {@code rows} has just been opened on. */
    static FileIndex of(RowScanner rows, Path file, InputOptions options) throws IOException {
        int columns = CsvHeader.read(rows, file, options.delimiter()).size();
        CsvIndex index = new CsvIndex();
        rows.discardText();
        while (rows.nextRow(columns)) {
            index.add(rows);
        }
        return index.result(rows.knowsPosition(), file, options);
    }

    private void add(RowScanner row) {
        marks.add(row.start().offset());
        QuoteFault fault = row.fault();
        if (fault != null) {
            faultyRows++;
            firstFault = firstFault == null ? fault : firstFault;
        }
    }

    private FileIndex result(boolean knowsPosition, Path file, InputOptions options) {
        if (marks.rows() == 0) {
            return new FileIndex(0, List.of(), null);
        }
        if (!knowsPosition) {
            String warning = file + " is read from its beginning, in one split: a file in "
                    + options.charset().name()
                    + " cannot be read from its middle. Convert it to UTF-8 to read it faster.";
            return new FileIndex(marks.rows(), List.of(CsvCursor.FILE_START), withFault(warning));
        }
        if (firstFault != null) {
            String warning = file + " is read from its beginning, in one split, because of its quotes.";
            return new FileIndex(marks.rows(), List.of(marks.first()), withFault(warning));
        }
        return new FileIndex(marks.rows(), marks.list(), null);
    }

    private String withFault(String warning) {
        if (firstFault == null) {
            return warning;
        }
        String more = faultyRows == 1 ? "" : " There are " + faultyRows + " such rows.";
        return warning + " " + firstFault.place() + ": " + firstFault.words() + "." + more;
    }
}
