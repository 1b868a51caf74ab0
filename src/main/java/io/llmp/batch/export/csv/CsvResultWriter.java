package io.llmp.batch.export.csv;

import io.llmp.batch.export.ResultFormat;
import io.llmp.batch.export.ResultRow;
import io.llmp.batch.export.ResultSchema;
import io.llmp.batch.export.ResultSchema.OutputColumn;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes result rows as CSV; holds no more than one of them. */
final class CsvResultWriter implements ResultFormat.Writer {

    private final Writer out;
    private final List<String> inputs;
    private final List<String> outputs;
    private final boolean safe;

    private CsvResultWriter(Writer out, ResultSchema schema, boolean safe) {
        this.out = out;
        this.safe = safe;
        this.inputs = schema.input().columns();
        this.outputs = schema.outputs().stream().map(OutputColumn::name).toList();
    }

    static CsvResultWriter open(OutputStream file, ResultSchema schema, boolean safe) throws IOException {
        Writer out = new BufferedWriter(new OutputStreamWriter(file, encoder()));
        try {
            CsvResultWriter writer = new CsvResultWriter(out, schema, safe);
            writer.writeHeader();
            return writer;
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    /** Writes half a surrogate pair, which a model can answer with but UTF-8 has no bytes for, as the replacement character. */
    private static CharsetEncoder encoder() {
        return StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .replaceWith("\uFFFD".getBytes(StandardCharsets.UTF_8));
    }

    private void writeHeader() throws IOException {
        for (String column : inputs) {
            writeField(column);
        }
        for (String column : outputs) {
            writeField(column);
        }
        writeField("llmp_status");
        writeLast("llmp_reason");
    }

    @Override
    public void write(ResultRow row) throws IOException {
        writeFields(inputs, row.input());
        writeFields(outputs, row.output());
        writeField(row.status());
        writeLast(row.reason() == null ? "" : row.reason());
    }

    private void writeFields(List<String> columns, @Nullable ObjectNode values) throws IOException {
        for (String column : columns) {
            writeField(values == null ? "" : CsvField.of(values.get(column)));
        }
    }

    private void writeField(String value) throws IOException {
        out.write(field(value));
        out.write(',');
    }

    private void writeLast(String value) throws IOException {
        out.write(field(value));
        out.write('\n');
    }

    private String field(String value) {
        return CsvField.quoted(safe ? FormulaGuard.guarded(value) : value);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
