package io.llmp.batch.export.csv;

import io.llmp.batch.export.ResultFormat;

/** The format of CSV outputs, for tests of other packages. */
public final class CsvOutput {

    private CsvOutput() {}

    public static ResultFormat format() {
        return new CsvResultFormat(false);
    }
}
