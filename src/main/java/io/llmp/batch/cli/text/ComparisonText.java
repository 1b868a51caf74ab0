package io.llmp.batch.cli.text;

import io.llmp.batch.cli.terminal.Figures;
import io.llmp.batch.cli.terminal.Table;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.compare.ComparedField;
import io.llmp.batch.record.compare.ComparedField.CountedStep;
import io.llmp.batch.record.compare.ComparedRow;
import io.llmp.batch.record.compare.ComparisonCounts;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A comparison of two runs in words. */
public record ComparisonText(Run former, Run present, boolean sameInput) {

    private static final int MOST_STEPS = 3;

    public void print(ComparisonCounts counts, List<ComparedRow> first, PrintWriter out) {
        out.println("A          " + title(former));
        out.println("B          " + title(present));
        out.println("rows       " + Figures.count(counts.both()) + " in both, matched by "
                + (sameInput ? "position (the input is the same)" : "key (the inputs differ)") + "; "
                + Figures.count(counts.onlyFormer()) + " only in A, " + Figures.count(counts.onlyPresent())
                + " only in B");
        out.println("answers    " + Figures.count(counts.answered()) + " in both; " + Figures.count(counts.lost())
                + " only in A, " + counts.gained() + " only in B");
        out.println("agreement  " + share(counts.agreeing(), counts.answered()) + ": " + counts.agreeing() + " of "
                + counts.answered() + " answers are the same in every field");
        out.println();
        fields(counts.fields()).print(out);
        long changed = counts.answered() - counts.agreeing() + counts.lost() + counts.gained();
        if (changed > 0 && !first.isEmpty()) {
            out.println();
            out.println(
                    "changed rows: " + changed + (first.size() < changed ? "; the first " + first.size() + ":" : ""));
            rows(first).print(out);
        }
    }

    private static String title(Run run) {
        return run.id() + "  " + RunText.reference(run) + "  "
                + (run.simulated() ? "simulator" : run.identity().provenance().model()) + "  "
                + RunText.time(run.startedAt());
    }

    private static Table fields(List<ComparedField> fields) {
        Table table = new Table("FIELD", "SAME", "CHANGED", "AGREEMENT", "MOST OFTEN");
        for (ComparedField field : fields) {
            table.row(
                    field.name(),
                    Long.toString(field.same()),
                    Long.toString(field.changed()),
                    share(field.same(), field.same() + field.changed()),
                    field.steps(MOST_STEPS).stream().map(ComparisonText::step).collect(Collectors.joining(", ")));
        }
        return table;
    }

    private static String step(CountedStep counted) {
        return value(counted.step().from()) + " → " + value(counted.step().to()) + " (" + counted.rows() + ")";
    }

    /** A value without the quotes of JSON, which only matter to machines. */
    private static String value(String json) {
        if (json.isEmpty()) {
            return "none";
        }
        return json.startsWith("\"") ? JsonMapper.shared().readTree(json).stringValue() : json;
    }

    private static Table rows(List<ComparedRow> rows) {
        Table table = new Table("ROW", "KEY", "FIELD", "A", "B");
        for (ComparedRow row : rows) {
            if (row.formerAnswer().isObject() != row.presentAnswer().isObject()) {
                table.row(
                        Long.toString(row.former().itemIndex()),
                        row.former().itemKey(),
                        "",
                        row.former().outcome().status().name(),
                        row.present().outcome().status().name());
                continue;
            }
            for (String field : row.changed()) {
                table.row(
                        Long.toString(row.former().itemIndex()),
                        row.former().itemKey(),
                        field,
                        value(text(row.formerAnswer().path(field))),
                        value(text(row.presentAnswer().path(field))));
            }
        }
        return table;
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "" : value.toString();
    }

    static String share(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }
}
