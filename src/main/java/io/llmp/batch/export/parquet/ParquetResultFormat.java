package io.llmp.batch.export.parquet;

import io.llmp.batch.export.ResultFormat;
import io.llmp.batch.export.ResultSchema;
import io.llmp.batch.input.ParquetLibraries;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;

/** Parquet. Names no class of the Parquet libraries itself, so that only writing a Parquet file loads them. */
final class ParquetResultFormat implements ResultFormat {

    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public Set<String> extensions() {
        return Set.of("parquet", "parq");
    }

    @Override
    public void verify(ResultSchema schema) throws IOException {
        ParquetLibraries.require();
        ParquetResultWriter.rehearse(schema);
    }

    @Override
    public List<String> losses(ResultSchema schema) {
        return InputTypes.losses(schema.input());
    }

    @Override
    public Writer open(OutputStream out, ResultSchema schema) throws IOException {
        ParquetLibraries.require();
        return ParquetResultWriter.open(out, schema);
    }
}
