package io.llmp.batch.report.page;

import io.llmp.batch.event.Event;
import io.llmp.batch.report.Report;
import io.llmp.batch.report.page.Block.Cell;
import io.llmp.batch.report.page.Block.Grid;
import io.llmp.batch.report.page.Block.Heading;
import io.llmp.batch.report.page.Block.Row;
import java.util.List;

/** When the run started, stopped, and was resumed. */
final class HistorySection {

    private HistorySection() {}

    static Section of(Report report) {
        List<Row> rows =
                report.events().stream().map(event -> row(event, report)).toList();
        return new Section(
                "history",
                "History",
                rows.isEmpty()
                        ? List.of()
                        : List.of(new Grid(
                                "",
                                List.of(
                                        new Heading("When", false),
                                        new Heading("By", false),
                                        new Heading("What", false),
                                        new Heading("Why", false)),
                                rows)));
    }

    private static Row row(Event event, Report report) {
        return Row.of(
                Cell.of(ShownNumbers.time(event.createdAt(), report.zone())),
                Cell.of(event.createdBy()),
                Cell.of(ShownNumbers.plain(event.kind())),
                Cell.of(event.reason() == null ? "" : report.words().worded(event.reason())));
    }
}
