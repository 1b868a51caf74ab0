package io.llmp.batch.report;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** A kind of file that a report can be. Safe for use by many threads. */
public interface ReportFormat {

    /** What every report has in its first line, by which a later one knows that it may take its place. */
    String MARK = "llmp-report";

    /** What users call it. */
    String name();

    /** The extensions of its files, in lower case, without the dot. */
    List<String> extensions();

    /** Writes the whole report, {@link #MARK} in its first line; leaves {@code out} open. */
    void write(Report report, Writer out) throws IOException;
}
