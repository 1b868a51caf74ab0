package io.llmp.batch.export.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.export.ResultRow;
import io.llmp.batch.export.ResultSchema;
import io.llmp.batch.input.columns.RowSchema;
import io.llmp.batch.input.parquet.ParquetFiles;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

class ResultCodecsTest {

    @TempDir
    private Path directory;

    @Test
    void needsNoNativeLibrary() throws Exception {
        Path file = directory.resolve("out.parquet");
        ResultSchema schema = new ResultSchema(new RowSchema(List.of("text"), null), List.of());
        try (ParquetWriter<ResultRow> writer =
                ParquetResultWriter.writer(new LocalOutputFile(file), schema, new ResultCodecs(1 << 16, () -> false))) {
            for (int row = 0; row < 5_000; row++) {
                var values = JsonNodeFactory.instance.objectNode().put("text", "row " + row * 7919L);
                writer.write(new ResultRow(values, null, "SUCCEEDED", null));
            }
        }
        assertThat(ParquetFiles.read(file))
                .hasSize(5_000)
                .element(4_321)
                .extracting(row -> row.get("text").stringValue())
                .isEqualTo("row " + 4_321 * 7919L);
    }
}
