package io.llmp.batch.report.page;

import io.llmp.batch.problem.Operation;
import io.llmp.batch.report.ItemNote;
import io.llmp.batch.report.Report;
import io.llmp.batch.report.SkipFigures.Group;
import io.llmp.batch.report.page.Block.Cell;
import io.llmp.batch.report.page.Block.Grid;
import io.llmp.batch.report.page.Block.Heading;
import io.llmp.batch.report.page.Block.Note;
import io.llmp.batch.report.page.Block.Row;
import java.util.ArrayList;
import java.util.List;

/** Which rows have no answer, and why. */
final class SkipSection {

    private SkipSection() {}

    static Section of(Report report) {
        List<Group> groups = report.figures().skips().groups();
        List<Block> blocks = new ArrayList<>();
        if (groups.isEmpty()) {
            blocks.add(new Note("No row was skipped."));
        } else {
            blocks.add(reasons(groups, report.run().counts().done()));
            blocks.add(examples(groups, report.content()));
            blocks.add(new Note(report.words()
                    .worded("All of them: "
                            + Operation.LIST_SKIPPED.on(report.run().id()))));
        }
        return new Section("skips", "Skipped rows", blocks);
    }

    private static Grid reasons(List<Group> groups, long done) {
        List<Row> rows = groups.stream()
                .map(group -> Row.of(
                        Cell.of(ShownNumbers.plain(group.reason())),
                        Cell.of(ShownNumbers.count(group.items())),
                        Cell.bar((double) group.items() / done)))
                .toList();
        return new Grid(
                "By reason",
                List.of(new Heading("Reason", false), new Heading("Rows", true), new Heading("Share of all", true)),
                rows);
    }

    private static Grid examples(List<Group> groups, boolean content) {
        List<Heading> headings = new ArrayList<>(
                List.of(new Heading("Reason", false), new Heading("Row", false), new Heading("Attempts", true)));
        if (content) {
            headings.addAll(List.of(new Heading("Key", false), new Heading("Error", false)));
        }
        List<Row> rows = groups.stream()
                .flatMap(group -> group.examples().stream().map(example -> row(group, example, content)))
                .toList();
        return new Grid("The first of each", headings, rows);
    }

    private static Row row(Group group, ItemNote example, boolean content) {
        List<Cell> cells = new ArrayList<>(List.of(
                Cell.of(ShownNumbers.plain(group.reason())),
                Cell.of(Long.toString(example.index())),
                Cell.of(Integer.toString(example.costs().attempts()))));
        if (content) {
            cells.add(Cell.foreign(example.key()));
            cells.add(Cell.foreign(example.result()));
        }
        return new Row(cells, content ? example.input() : "");
    }
}
