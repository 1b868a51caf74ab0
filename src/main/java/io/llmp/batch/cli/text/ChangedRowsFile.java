package io.llmp.batch.cli.text;

import com.opencsv.CSVWriter;
import io.llmp.batch.export.Results;
import io.llmp.batch.export.StagedResult;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.compare.ComparedRow;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Changed rows as CSV: who the row is, then the former and the present value of each field. Put in place whole. */
public final class ChangedRowsFile implements AutoCloseable {

    private final String file;
    private final StagedResult staged;
    private final List<String> fields;
    private final Writer out;
    private final CSVWriter writer;

    public ChangedRowsFile(Results results, String file, List<String> fields) {
        this.file = file;
        this.fields = fields;
        try {
            this.staged = results.at(file).open(file, "changed-rows");
            this.out = new BufferedWriter(new OutputStreamWriter(staged.stream(), StandardCharsets.UTF_8.newEncoder()));
            this.writer = new CSVWriter(out);
        } catch (IOException e) {
            throw unwritable(e);
        }
        List<String> header =
                new ArrayList<>(List.of("item_key", "item_index_a", "item_index_b", "status_a", "status_b"));
        fields.forEach(field -> header.addAll(List.of(field + "_a", field + "_b")));
        write(header);
    }

    public void write(ComparedRow row) {
        List<String> cells = new ArrayList<>(List.of(
                row.former().itemKey(),
                Long.toString(row.former().itemIndex()),
                Long.toString(row.present().itemIndex()),
                row.former().outcome().status().name(),
                row.present().outcome().status().name()));
        for (String field : fields) {
            cells.add(text(row.formerAnswer().path(field)));
            cells.add(text(row.presentAnswer().path(field)));
        }
        write(cells);
    }

    private void write(List<String> cells) {
        writer.writeNext(cells.toArray(String[]::new), false);
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "" : value.asString(value.toString());
    }

    /** Puts the file in place. */
    public void finish() {
        try {
            if (writer.checkError()) {
                throw writer.getException();
            }
            out.close();
            staged.finish(() -> {});
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private ProblemException unwritable(IOException e) {
        return ProblemException.failed(
                "The file " + file + " cannot be written: " + e.getMessage() + ".",
                "Give --output a writable path on a disk with space.",
                e);
    }

    @Override
    public void close() {
        try (staged) {
            out.close();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }
}
