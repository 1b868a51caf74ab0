package io.llmp.batch.report.page;

import io.llmp.batch.report.Distribution;
import io.llmp.batch.report.Report;
import io.llmp.batch.report.RunFigures;
import io.llmp.batch.report.page.Block.Cell;
import io.llmp.batch.report.page.Block.Grid;
import io.llmp.batch.report.page.Block.Heading;
import io.llmp.batch.report.page.Block.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/** How long answers took and how many tokens. */
final class SpreadSection {

    private static final double[] SHARES = {0.5, 0.9, 0.95, 0.99};

    private SpreadSection() {}

    static Section of(Report report) {
        RunFigures figures = report.figures();
        List<Block> blocks = new ArrayList<>();
        if (!figures.latency().isEmpty()) {
            List<Row> rows = new ArrayList<>();
            row(rows, "Latency, first attempt to last reply", figures.latency(), ShownNumbers::millis);
            row(rows, "Wait for the first attempt", figures.queued(), ShownNumbers::millis);
            row(rows, "Prompt tokens", figures.promptTokens(), ShownNumbers::number);
            row(rows, "Completion tokens", figures.completionTokens(), ShownNumbers::number);
            blocks.add(new Grid("", headings(), rows));
            Histogram.of("Latency", "ms", figures.latency()).ifPresent(blocks::add);
            Histogram.of("Prompt tokens per row", "tokens", figures.promptTokens())
                    .ifPresent(blocks::add);
            Histogram.of("Completion tokens per row", "tokens", figures.completionTokens())
                    .ifPresent(blocks::add);
        }
        return new Section("spread", "Latency and tokens", blocks);
    }

    private static List<Heading> headings() {
        return List.of(
                new Heading("Per row", false),
                new Heading("Rows", true),
                new Heading("Mean", true),
                new Heading("p50", true),
                new Heading("p90", true),
                new Heading("p95", true),
                new Heading("p99", true),
                new Heading("Most", true));
    }

    private static void row(List<Row> rows, String name, Distribution values, DoubleFunction<String> words) {
        if (values.isEmpty()) {
            return;
        }
        List<Cell> row = new ArrayList<>();
        row.add(Cell.of(name));
        row.add(Cell.of(ShownNumbers.count(values.count())));
        row.add(Cell.of(words.apply(values.mean())));
        DoubleStream.of(SHARES).forEach(share -> row.add(Cell.of(words.apply(values.quantile(share)))));
        row.add(Cell.of(words.apply(values.greatest())));
        rows.add(new Row(row, ""));
    }
}
