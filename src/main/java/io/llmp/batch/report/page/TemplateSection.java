package io.llmp.batch.report.page;

import io.llmp.batch.report.Report;
import io.llmp.batch.report.page.Block.Cell;
import io.llmp.batch.report.page.Block.Changes;
import io.llmp.batch.report.page.Block.Grid;
import io.llmp.batch.report.page.Block.Heading;
import io.llmp.batch.report.page.Block.Note;
import io.llmp.batch.report.page.Block.Row;
import io.llmp.batch.template.diff.Change;
import io.llmp.batch.template.diff.TemplateDiff;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The template version, and how it differs from the one before. */
final class TemplateSection {

    private TemplateSection() {}

    static Section of(Report report) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Note(report.version().reference() + ", registered "
                + ShownNumbers.time(report.version().createdAt(), report.zone()) + " by "
                + report.version().createdBy() + " from " + report.version().source() + "."));
        if (report.diff() == null) {
            blocks.add(new Note("It is the first version of its template."));
        } else {
            add(blocks, report.diff(), report.version().version() - 1);
        }
        return new Section("template", "Template version", blocks);
    }

    private static void add(List<Block> blocks, TemplateDiff diff, int former) {
        blocks.add(new Note("What changed since version " + former + ", with "
                + (diff.breaking() == 0 ? "no breaking change" : diff.breaking() + " breaking changes")
                + " of the schemas:"));
        List<Row> rows = new ArrayList<>();
        for (Change change : diff.changes()) {
            if (change instanceof Change.Text text) {
                blocks.add(new Changes(text.part(), ChangedLines.of(text.pieces())));
            } else if (change instanceof Change.Schema schema) {
                rows.add(row(
                        schema.part(),
                        schema.path(),
                        ShownNumbers.plain(schema.compatibility()) + ": " + schema.message()));
            } else if (change instanceof Change.Value value) {
                rows.add(row(value.part(), value.path(), text(value.from()) + " → " + text(value.to())));
            }
        }
        if (!rows.isEmpty()) {
            blocks.add(new Grid(
                    "",
                    List.of(new Heading("Part", false), new Heading("Where", false), new Heading("Change", false)),
                    rows));
        }
    }

    private static Row row(String part, String path, String change) {
        return Row.of(Cell.of(part), Cell.of(path), Cell.of(change));
    }

    private static String text(@Nullable JsonNode value) {
        return value == null ? "none" : value.toString();
    }
}
