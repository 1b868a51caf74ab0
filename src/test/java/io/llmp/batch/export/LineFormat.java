package io.llmp.batch.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A line for each row: status, reason, input, output. */
class LineFormat implements ResultFormat {

    @Override
    public String name() {
        return "lines";
    }

    @Override
    public Set<String> extensions() {
        return Set.of("txt", "lines");
    }

    @Override
    public ResultFormat.Writer open(OutputStream file, ResultSchema schema) throws IOException {
        BufferedWriter out = new BufferedWriter(new OutputStreamWriter(file, StandardCharsets.UTF_8));
        return new ResultFormat.Writer() {
            private long rows;

            @Override
            public void write(ResultRow row) throws IOException {
                beforeRow(rows++);
                out.write(line(row) + "\n");
            }

            @Override
            public void close() throws IOException {
                out.close();
                afterClose();
            }
        };
    }

    private static String line(ResultRow row) {
        @Nullable Object output = row.output();
        return row.status() + " " + row.reason() + " " + row.input() + " " + output;
    }

    /** A place to fail at. */
    void beforeRow(long row) throws IOException {}

    /** Another. */
    void afterClose() throws IOException {}
}
