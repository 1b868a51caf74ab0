package io.llmp.batch.input.parquet;

import io.llmp.batch.input.FileDatasetContract;
import io.llmp.batch.input.InputFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

class ParquetDatasetTest extends FileDatasetContract {

    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType(
            "message m { required int64 " + NUMBER + "; optional binary text (STRING); }");

    @Override
    protected InputFormat format() {
        return ParquetFiles.format();
    }

    @Override
    protected void write(Path file, int from, int end, String text) throws IOException {
        List<Group> rows = IntStream.range(from, end)
                .mapToObj(number -> ParquetFiles.row(
                        SCHEMA, row -> row.append(NUMBER, (long) number).append("text", text)))
                .toList();
        // Pages of a few rows, so that there are marks within a file.
        ParquetFiles.write(file, SCHEMA, settings -> settings.withPageRowCountLimit(4), rows);
    }
}
