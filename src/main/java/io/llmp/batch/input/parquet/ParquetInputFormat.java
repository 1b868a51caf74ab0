package io.llmp.batch.input.parquet;

import io.llmp.batch.input.FileIndex;
import io.llmp.batch.input.InputFormat;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.ItemCursor;
import io.llmp.batch.input.ParquetLibraries;
import io.llmp.batch.input.columns.RowSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Parquet. Names no class of the Parquet libraries itself, so that they are loaded when the first Parquet file is
 * touched and not with the application: they cost as much start-up time as everything else together.
 */
final class ParquetInputFormat implements InputFormat {

    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public Set<String> extensions() {
        return Set.of("parquet", "parq");
    }

    @Override
    public RowSchema schema(Path file, InputOptions options) throws IOException {
        ParquetLibraries.require();
        try (ParquetFile parquet = ParquetFile.open(file)) {
            return AvroSchemaText.rowSchema(parquet.schema(options.text()), KeptMetadata.of(parquet));
        }
    }

    @Override
    public FileIndex index(Path file, InputOptions options) throws IOException {
        try (ParquetFile parquet = ParquetFile.open(file)) {
            return RowMarks.of(parquet);
        }
    }

    @Override
    public ItemCursor open(Path file, InputOptions options, FileIndex.Mark mark, long firstItem) throws IOException {
        return ParquetCursor.open(file, options.text(), mark, firstItem);
    }
}
