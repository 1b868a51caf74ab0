package io.llmp.batch.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowLookupTest {

    @TempDir
    private Path directory;

    @Test
    void findsRowsOfManyFilesInAnyOrder() throws IOException {
        write("a", 0, 12_000);
        write("b", 12_000, 12_001);
        write("c", 12_001, 30_000);
        Dataset dataset =
                new Datasets(List.of(new LineFormat("rows"))).open(directory.toString(), InputOptions.DEFAULT);
        Random random = new Random(7);
        List<Long> wanted =
                new ArrayList<>(List.of(0L, 1L, 4_999L, 5_000L, 11_999L, 12_000L, 12_001L, 29_999L, 29_999L, 3L));
        for (int i = 0; i < 30; i++) {
            wanted.add((long) random.nextInt(30_000));
        }
        try (RowLookup rows = new RowLookup(dataset)) {
            for (long index : wanted) {
                Item item = rows.at(index);
                assertThat(item.index()).isEqualTo(index);
                assertThat(item.values().path("line").asString()).isEqualTo("row " + index);
            }
            assertThatThrownBy(() -> rows.at(30_000)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void write(String name, int from, int to) throws IOException {
        List<String> lines = new ArrayList<>(List.of("line"));
        for (int row = from; row < to; row++) {
            lines.add("row " + row);
        }
        Files.write(directory.resolve(name + ".rows"), lines);
    }
}
