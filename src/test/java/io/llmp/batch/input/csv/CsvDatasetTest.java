package io.llmp.batch.input.csv;

import io.llmp.batch.input.FileDatasetContract;
import io.llmp.batch.input.InputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class CsvDatasetTest extends FileDatasetContract {

    @Override
    protected InputFormat format() {
        return new CsvFormat();
    }

    @Override
    protected void write(Path file, int from, int end, String text) throws IOException {
        List<String> lines = new ArrayList<>(List.of(NUMBER + ",text"));
        for (int number = from; number < end; number++) {
            lines.add(number + ",\"" + text + "\nin quotes\"");
        }
        Files.write(file, lines);
    }
}
