package io.llmp.batch.input.csv;

import io.llmp.batch.input.FileIndex;
import io.llmp.batch.input.FileKind;
import io.llmp.batch.input.InputFormat;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.ItemCursor;
import io.llmp.batch.input.columns.RowSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * CSV as RFC 4180 has it, with a header line and any delimiter and encoding.
 *
 * <p>{@link RowScanner} alone decides where a row begins and ends, for the index and for reading, so the two cannot
 * disagree; the fields of a row are told apart by opencsv's RFC 4180 parser, which leaves backslashes alone. Values are the
 * text as it stands in the file, without the quotes around it: nothing is trimmed, and line ends inside quotes stay what
 * they are.
 *
 * <p>A line without any character is no row, except in a file of one column, where it is a row with an empty value. A row
 * with more or fewer fields than the header is a malformed item, one of more than {@value RowScanner#LONGEST_ROW} characters
 * refuses the file. What happens to quotes that break the rules is said in
 * {@link QuoteFault}.
 */
final class CsvFormat implements InputFormat {

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public Set<String> extensions() {
        return Set.of("csv");
    }

    @Override
    public RowSchema schema(Path file, InputOptions options) throws IOException {
        Optional<FileKind> other = FileKind.of(file);
        if (other.isPresent()) {
            throw CsvProblems.otherKind(file, other.get());
        }
        try (RowScanner rows = RowScanner.open(file, options)) {
            return new RowSchema(CsvHeader.read(rows, file, options.delimiter()), null);
        }
    }

    @Override
    public FileIndex index(Path file, InputOptions options) throws IOException {
        try (RowScanner rows = RowScanner.open(file, options)) {
            return CsvIndex.of(rows, file, options);
        }
    }

    @Override
    public ItemCursor open(Path file, InputOptions options, FileIndex.Mark mark, long firstItem) throws IOException {
        return CsvCursor.open(file, options, mark, firstItem);
    }
}
