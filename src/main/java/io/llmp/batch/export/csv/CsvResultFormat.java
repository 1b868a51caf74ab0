package io.llmp.batch.export.csv;

import io.llmp.batch.export.ResultFormat;
import io.llmp.batch.export.ResultSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * CSV as RFC 4180 has it, in UTF-8 without a byte order mark, comma separated, with a header. Rows end in a line feed alone,
 * as the tools of a Unix command line expect and every CSV reader accepts.
 */
final class CsvResultFormat implements ResultFormat {

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public Set<String> extensions() {
        return Set.of("csv");
    }

    @Override
    public Writer open(Path file, ResultSchema schema) throws IOException {
        return CsvResultWriter.open(file, schema);
    }
}
