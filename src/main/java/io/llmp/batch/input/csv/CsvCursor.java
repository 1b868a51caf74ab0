package io.llmp.batch.input.csv;

import com.opencsv.RFC4180Parser;
import io.llmp.batch.input.FileIndex.Mark;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.Item;
import io.llmp.batch.input.ItemCursor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns the rows of a file into items, from a mark on. */
final class CsvCursor implements ItemCursor {

    /** The mark of the first row, also where byte offsets are not known. No row is ever at byte 0, the header is. */
    static final Mark FILE_START = new Mark(0, 0);

    static final int LONGEST_RAW = 1 << 20;

    private final RowScanner rows;
    private final List<String> columns;
    private final RFC4180Parser parser;
    private final char delimiter;
    private long item;

    private CsvCursor(RowScanner rows, List<String> columns, char delimiter, long item) {
        this.rows = rows;
        this.columns = columns;
        this.parser = CsvHeader.parser(delimiter);
        this.delimiter = delimiter;
        this.item = item;
    }

    static CsvCursor open(Path file, InputOptions options, Mark mark, long firstItem) throws IOException {
        RowScanner rows = RowScanner.open(file, options);
        try {
            List<String> columns = CsvHeader.read(rows, file, options.delimiter());
            if (!mark.equals(FILE_START) && mark.position() != rows.position()) {
                rows.seek(mark.position());
            }
            return new CsvCursor(rows, columns, options.delimiter(), firstItem);
        } catch (IOException | RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    @Override
    public @Nullable Item next() throws IOException {
        if (!rows.nextRow(columns.size())) {
            return null;
        }
        String problem = problem();
        if (problem == null) {
            return new Item.Row(item++, values(rows.text(), columns.size()));
        }
        QuoteFault fault = rows.fault();
        int sure = fault != null && fault.spoilsRow() ? fault.field() : rows.fields();
        ObjectNode values = values(rows.textOfColumns(), Math.min(sure, columns.size()));
        return new Item.Malformed(item++, values, raw(), problem);
    }

    private @Nullable String problem() {
        QuoteFault fault = rows.fault();
        if (fault != null && fault.spoilsRow()) {
            return "Row " + item + " (" + fault.place().sameFromAnywhere()
                    + ") has text after the closing quote of field " + (fault.field() + 1) + ".";
        }
        int fields = rows.fields();
        if (fields != columns.size()) {
            return "Row " + item + " (" + rows.start().sameFromAnywhere() + ") has " + fields
                    + (fields == 1 ? " field" : " fields") + " where the header has " + columns.size() + ".";
        }
        return null;
    }

    private ObjectNode values(String text, int count) throws IOException {
        // opencsv takes two quotes for one where they stand inside a field that does not begin with one.
        String[] fields = rows.fault() == null ? parser.parseLine(text) : RowFields.of(text, delimiter);
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < count; i++) {
            values.put(columns.get(i), fields[i]);
        }
        return values;
    }

    private String raw() {
        String text = rows.text();
        if (text.length() <= LONGEST_RAW) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST_RAW - 1)) ? LONGEST_RAW - 1 : LONGEST_RAW;
        return text.substring(0, end);
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
