package io.llmp.batch.input.csv;

import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.Datasets;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.Item;
import io.llmp.batch.input.ItemCursor;
import io.llmp.batch.input.Split;
import io.llmp.batch.input.SplitPlan;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A CSV file of a test, and what it reads as. */
record CsvFiles(Path file, InputOptions options) {

    static CsvFiles write(Path dir, String text) throws IOException {
        return write(dir, text, StandardCharsets.UTF_8);
    }

    static CsvFiles write(Path dir, String text, Charset charset) throws IOException {
        return new CsvFiles(
                Files.write(dir.resolve("test.csv"), text.getBytes(charset)), new InputOptions("csv", charset, ','));
    }

    static CsvFiles write(Path dir, byte[] bytes) throws IOException {
        return new CsvFiles(Files.write(dir.resolve("test.csv"), bytes), InputOptions.DEFAULT);
    }

    CsvFiles delimiter(char delimiter) {
        return new CsvFiles(file, new InputOptions("csv", options.charset(), delimiter));
    }

    Dataset dataset() throws IOException {
        return new Datasets(List.of(new CsvFormat())).open(file.toString(), options);
    }

    List<String> columns() throws IOException {
        return dataset().schema().columns();
    }

    SplitPlan plan(long rowsPerSplit) throws IOException {
        return dataset().plan(Dataset.NO_LIMIT, rows -> rowsPerSplit);
    }

    /** All items, read split by split, the last split first: no split may need what another left behind. */
    List<Item> items(long rowsPerSplit) throws IOException {
        Dataset dataset = dataset();
        List<Split> splits =
                dataset.plan(Dataset.NO_LIMIT, rows -> rowsPerSplit).splits();
        List<Item> items = new ArrayList<>();
        for (int i = splits.size() - 1; i >= 0; i--) {
            items.addAll(0, items(dataset, splits.get(i)));
        }
        return items;
    }

    List<Item> items() throws IOException {
        return items(Long.MAX_VALUE);
    }

    /** The values of every item, in the order of the columns. */
    List<List<String>> values() throws IOException {
        return items().stream().map(CsvFiles::values).toList();
    }

    static List<String> values(Item item) {
        return item.values().values().stream().map(value -> value.asString()).toList();
    }

    private static List<Item> items(Dataset dataset, Split split) throws IOException {
        List<Item> items = new ArrayList<>();
        try (ItemCursor cursor = dataset.open(split)) {
            for (Item item = cursor.next(); item != null; item = cursor.next()) {
                items.add(item);
            }
        }
        return items;
    }
}
