package io.llmp.batch.report.page;

import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunPrice;
import io.llmp.batch.report.MoneyFigures;
import io.llmp.batch.report.Report;
import io.llmp.batch.report.RunFigures;
import io.llmp.batch.report.page.Block.Cell;
import io.llmp.batch.report.page.Block.Figure;
import io.llmp.batch.report.page.Block.Figures;
import io.llmp.batch.report.page.Block.Grid;
import io.llmp.batch.report.page.Block.Heading;
import io.llmp.batch.report.page.Block.Row;
import io.llmp.batch.report.page.Block.Warning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the run was, and what it produced. */
final class SummarySection {

    private SummarySection() {}

    static Section of(Report report) {
        List<Block> blocks = new ArrayList<>();
        if (report.run().simulated()) {
            blocks.add(new Warning("SIMULATED: answers are random, no model was called."));
        }
        if (report.run().failure() != null) {
            blocks.add(new Warning(
                    report.words().worded("Not complete: " + report.run().failure())));
        }
        blocks.add(figures(report.run(), report.figures()));
        blocks.add(facts(report));
        return new Section("summary", "Summary", blocks);
    }

    private static Figures figures(Run run, RunFigures figures) {
        RunCounts counts = run.counts();
        long done = counts.done();
        Duration time = figures.workTime().total();
        long repaired = figures.money().items(MoneyFigures.Fate.REPAIRED);
        List<Figure> all = new ArrayList<>();
        all.add(new Figure(
                "Rows done",
                ShownNumbers.count(done),
                run.items() == null ? "of an input not yet counted" : "of " + ShownNumbers.count(run.items())));
        all.add(new Figure(
                "Answered",
                ShownNumbers.percent(counts.succeeded() + counts.reused(), done),
                ShownNumbers.count(counts.succeeded()) + " by the model, " + ShownNumbers.count(counts.reused())
                        + " reused"));
        all.add(new Figure(
                "Skipped", ShownNumbers.count(counts.skipped()), ShownNumbers.percent(counts.skipped(), done)));
        all.add(new Figure(
                "Calls",
                ShownNumbers.count(counts.attempts()),
                ShownNumbers.count(figures.retries()) + " retries, " + ShownNumbers.count(repaired)
                        + " answers repaired"));
        all.add(new Figure(
                "Tokens",
                ShownNumbers.count(counts.usage().total()),
                ShownNumbers.count(counts.usage().promptTokens()) + " in, "
                        + ShownNumbers.count(counts.usage().completionTokens()) + " out"));
        all.add(cost(run));
        all.add(new Figure("Time at work", ShownNumbers.span(time), executions(run)));
        all.add(new Figure(
                "Throughput",
                time.isZero() ? "–" : ShownNumbers.number(done * 1000.0 / time.toMillis()) + "/s",
                "median answer in " + ShownNumbers.millis(figures.latency().quantile(0.5))));
        return new Figures(all);
    }

    private static Figure cost(Run run) {
        RunCounts counts = run.counts();
        if (run.simulated()) {
            return new Figure("Cost", "none", "simulated");
        }
        if (counts.unpriced() > 0) {
            String known = counts.cost().signum() == 0 ? "unknown" : "at least " + ShownNumbers.dollars(counts.cost());
            return new Figure("Cost", known, ShownNumbers.count(counts.unpriced()) + " rows without a price");
        }
        String detail = counts.done() == 0
                ? ""
                : ShownNumbers.dollars(Ratio.perThousand(counts.cost(), counts.done())) + " a thousand rows";
        return new Figure("Cost", ShownNumbers.dollars(counts.cost()), detail);
    }

    private static String price(RunPrice price) {
        String write =
                price.cacheWrite() == null ? "" : "$" + price.cacheWrite().toPlainString() + " cache write, ";
        return "$" + price.input().toPlainString() + " input, $"
                + price.cached().toPlainString() + " cached, " + write + "$"
                + price.output().toPlainString() + " output per million tokens";
    }

    private static String executions(Run run) {
        return run.executions() == 1 ? "in one execution" : "in " + run.executions() + " executions";
    }

    private static Grid facts(Report report) {
        Run run = report.run();
        List<Row> rows = new ArrayList<>();
        add(rows, "Run", run.id().value());
        add(
                rows,
                "Template",
                report.version().reference() + ", digest "
                        + report.version().digest().substring(0, 12));
        if (report.version().template().description() != null) {
            add(rows, "Purpose", report.version().template().description());
        }
        add(rows, "Provider", run.identity().provenance().provider());
        add(rows, "Model", run.identity().provenance().model());
        if (!run.simulated()) {
            run.prices().forEach(price -> add(rows, "Price", price(price)));
        }
        add(rows, "Input", run.identity().input());
        long bytes = run.identity().fingerprint().bytes();
        if (bytes > 0) {
            add(rows, "Input size", ShownNumbers.count(bytes) + " bytes");
        }
        add(rows, "Output", run.identity().output() + (run.exported() ? "" : " (not written)"));
        if (run.identity().limit() != null) {
            add(rows, "Limit", "the first " + ShownNumbers.count(run.identity().limit()) + " rows");
        }
        if (run.identity().runKey() != null) {
            add(rows, "Run key", run.identity().runKey());
        }
        add(rows, "Created", ShownNumbers.time(run.createdAt(), report.zone()));
        add(rows, "Last started", ShownNumbers.time(run.startedAt(), report.zone()));
        add(rows, "Ended", ShownNumbers.time(run.endedAt(), report.zone()));
        return new Grid("", List.of(new Heading("What", false), new Heading("Value", false)), rows);
    }

    private static void add(List<Row> rows, String name, String value) {
        rows.add(Row.of(Cell.of(name), Cell.of(value)));
    }
}
