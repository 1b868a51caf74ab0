package io.llmp.batch.input.parquet;

import io.llmp.batch.input.FileIndex.Mark;
import io.llmp.batch.input.Item;
import io.llmp.batch.input.ItemCursor;
import io.llmp.batch.problem.Causes;
import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads the rows of one file from a mark on. Holds one page of each column at a time. */
final class ParquetCursor implements ItemCursor {

    private final ParquetFile file;
    private final PageCodecs codecs = new PageCodecs();
    private final MessageColumnIO columns;
    private final JsonRows rows;
    private final long itemsBefore;
    private int nextGroup;
    private long row;
    private long groupEnd;
    private @Nullable RecordReader<ObjectNode> reader;

    private ParquetCursor(ParquetFile file, Set<String> text, Mark mark, long firstItem) {
        MessageType schema = file.schema(text);
        this.file = file;
        this.columns = new ColumnIOFactory(file.createdBy()).getColumnIO(schema);
        this.rows = new JsonRows(schema);
        this.row = mark.row();
        this.itemsBefore = firstItem - mark.row();
        this.nextGroup = (int) mark.position();
        this.groupEnd = RowMarks.firstRow(file, nextGroup);
    }

    static ParquetCursor open(Path path, Set<String> text, Mark mark, long firstItem) throws IOException {
        ParquetFile file = ParquetFile.open(path);
        try {
            if (!RowMarks.canStart(file, mark)) {
                throw ProblemException.invalid(
                        path + " has changed since its rows were counted.", "Start a new run with the file as it is.");
            }
            return new ParquetCursor(file, text, mark, firstItem);
        } catch (Throwable e) {
            file.close();
            throw e;
        }
    }

    @Override
    public @Nullable Item next() throws IOException {
        try {
            while (row >= groupEnd) {
                if (nextGroup == file.rowGroups().size()) {
                    return null;
                }
                openGroup();
            }
            ObjectNode values = read();
            Map<String, String> problems = rows.takeProblems();
            long item = itemsBefore + row++;
            return problems.isEmpty() ? new Item.Row(item, values) : unreadable(item, values, problems);
        } catch (RuntimeException e) {
            throw explain(e);
        }
    }

    private void openGroup() {
        reader = null;
        BlockMetaData group = file.rowGroups().get(nextGroup++);
        long skipped = row - groupEnd;
        groupEnd += group.getRowCount();
        if (row < groupEnd) {
            RowGroupPages pages = new RowGroupPages(file, group, codecs, skipped);
            reader = columns.getRecordReader(pages, rows, FilterCompat.NOOP);
        }
    }

    /** Takes a column whose value cannot be read in some part for null: its parts may not be null. */
    private Item unreadable(long item, ObjectNode values, Map<String, String> problems) {
        Map<String, String> sentences = new LinkedHashMap<>();
        problems.forEach((column, problem) -> {
            values.putNull(column);
            sentences.put(column, "Row " + row + " of " + file.path() + " cannot be read: " + problem);
        });
        return new Item.Unreadable(item, values, sentences);
    }

    private ObjectNode read() {
        if (reader == null) {
            throw new IllegalStateException("must not be read further after a failure");
        }
        return reader.read();
    }

    /** Distinguishes a failure of the disk from a page that makes no sense. */
    private RuntimeException explain(RuntimeException failure) throws IOException {
        reader = null;
        Optional<UncheckedIOException> disk = Causes.first(failure, UncheckedIOException.class);
        if (disk.isPresent()) {
            throw disk.get().getCause();
        }
        return ProblemException.failed(
                "Rows " + (row + 1) + " to " + groupEnd + " of " + file.path() + " are damaged: " + failure.getMessage()
                        + ".",
                "Copy or write the file again.",
                failure);
    }

    @Override
    public void close() throws IOException {
        reader = null;
        codecs.release();
        file.close();
    }
}
