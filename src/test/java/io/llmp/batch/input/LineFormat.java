package io.llmp.batch.input;

import io.llmp.batch.input.columns.RowSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The simplest format there is: a line of columns, perhaps an Avro schema after a {@code |}, and a line for each row. Marks
 * are the rows themselves, {@code spacing} apart.
 */
record LineFormat(String name, Set<String> extensions, int spacing) implements InputFormat {

    LineFormat(String name) {
        this(name, Set.of(name), 1);
    }

    @Override
    public RowSchema schema(Path file, InputOptions options) throws IOException {
        List<String> header = List.of(Files.readAllLines(file).get(0).split("\\|", -1));
        List<String> columns = List.of(header.get(0).split(",", -1));
        return new RowSchema(columns, header.size() > 1 ? header.get(1) : null);
    }

    @Override
    public FileIndex index(Path file, InputOptions options) throws IOException {
        long rows = Files.readAllLines(file).size() - 1L;
        List<FileIndex.Mark> marks = LongStream.range(0, rows)
                .filter(row -> row % spacing == 0)
                .mapToObj(row -> new FileIndex.Mark(row, row))
                .toList();
        return new FileIndex(rows, marks, file.getFileName().toString().startsWith("odd") ? "It is odd." : null);
    }

    @Override
    public ItemCursor open(Path file, InputOptions options, FileIndex.Mark mark, long firstItem) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<Item> items = new ArrayList<>();
        for (int i = (int) mark.row() + 1; i < lines.size(); i++) {
            var values = JsonNodeFactory.instance.objectNode().put("line", lines.get(i));
            items.add(new Item.Row(firstItem + items.size(), values));
        }
        var remaining = items.iterator();
        return new ItemCursor() {
            @Override
            public @Nullable Item next() {
                return remaining.hasNext() ? remaining.next() : null;
            }

            @Override
            public void close() {}
        };
    }
}
