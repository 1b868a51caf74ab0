package io.llmp.batch.export.parquet;

import io.llmp.batch.export.ResultFormat;
import io.llmp.batch.export.ResultRow;
import io.llmp.batch.export.ResultSchema;
import io.llmp.batch.input.columns.RowSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Result files for tests of other packages. */
public final class ParquetOutput {

    private ParquetOutput() {}

    /** The format under test. */
    public static ResultFormat format() {
        return new ParquetResultFormat();
    }

    /** Writes rows of an input without answers. */
    public static Path write(Path file, RowSchema schema, List<ObjectNode> rows) throws IOException {
        ResultFormat format = new ParquetResultFormat();
        try (ResultFormat.Writer writer =
                format.open(Files.newOutputStream(file), new ResultSchema(schema, List.of()))) {
            for (ObjectNode row : rows) {
                writer.write(new ResultRow(row, null, "SUCCEEDED", null));
            }
        }
        return file;
    }
}
