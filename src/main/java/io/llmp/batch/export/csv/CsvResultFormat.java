package io.llmp.batch.export.csv;

import io.llmp.batch.export.ResultFormat;
import io.llmp.batch.export.ResultSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;

/**
 * CSV as RFC 4180 has it, in UTF-8 without a byte order mark, comma separated, with a header. Rows end in a line feed alone,
 * as the tools of a Unix command line expect and every CSV reader accepts. There are two of it: {@code csv} writes each
 * value as it is, {@code csv-safe} so that a spreadsheet runs none as a formula.
 */
final class CsvResultFormat implements ResultFormat {

    private final boolean safe;

    CsvResultFormat(boolean safe) {
        this.safe = safe;
    }

    @Override
    public String name() {
        return safe ? "csv-safe" : "csv";
    }

    @Override
    public Set<String> extensions() {
        return safe ? Set.of() : Set.of("csv");
    }

    @Override
    public Writer open(OutputStream out, ResultSchema schema) throws IOException {
        return CsvResultWriter.open(out, schema, safe);
    }
}
