package io.llmp.batch.report.page;

import io.llmp.batch.llm.Usage;
import io.llmp.batch.record.Run;
import io.llmp.batch.report.MoneyFigures;
import io.llmp.batch.report.MoneyFigures.Group;
import io.llmp.batch.report.Report;
import io.llmp.batch.report.TokenCosts;
import io.llmp.batch.report.page.Block.Cell;
import io.llmp.batch.report.page.Block.Grid;
import io.llmp.batch.report.page.Block.Heading;
import io.llmp.batch.report.page.Block.Note;
import io.llmp.batch.report.page.Block.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was paid for. */
final class MoneySection {

    private MoneySection() {}

    static Section of(Report report) {
        MoneyFigures money = report.figures().money();
        List<Block> blocks = new ArrayList<>();
        if (money.total().usage().total() > 0) {
            boolean priced = money.total().cost().signum() > 0;
            blocks.add(byFate(money, priced));
            TokenCosts costs = priced ? money.byToken(report.run()).orElse(null) : null;
            blocks.add(byToken(money.total().usage(), costs));
            if (priced && costs == null) {
                blocks.add(new Note(unknown(report.run())));
            }
        }
        return new Section("cost", "Tokens and cost", blocks);
    }

    /** Says why the cost is not told apart by kind of token. */
    private static String unknown(Run run) {
        if (run.prices().isEmpty()) {
            return "The price of this run was not kept, so the cost of each kind of token is not known.";
        }
        return run.prices().size() > 1
                ? "The price changed while this run was made, so the cost of each kind of token is not known."
                : "The price of this run does not explain its cost, so the cost of each kind of token is not known.";
    }

    private static Grid byFate(MoneyFigures money, boolean priced) {
        Group total = money.total();
        List<Heading> headings = new ArrayList<>(List.of(
                new Heading("Rows", false),
                new Heading("Number", true),
                new Heading("Prompt tokens", true),
                new Heading("Completion tokens", true)));
        headings.add(priced ? new Heading("Cost", true) : new Heading("Share of tokens", true));
        if (priced) {
            headings.add(new Heading("Share of cost", true));
        }
        List<Row> rows = new ArrayList<>();
        for (Group group : money.groups()) {
            List<Cell> row = new ArrayList<>(List.of(
                    Cell.of(name(group)),
                    Cell.of(ShownNumbers.count(group.items())),
                    Cell.of(ShownNumbers.count(group.usage().promptTokens())),
                    Cell.of(ShownNumbers.count(group.usage().completionTokens()))));
            if (priced) {
                row.add(Cell.of(ShownNumbers.dollars(group.cost())));
                row.add(Cell.bar(group.cost().doubleValue() / total.cost().doubleValue()));
            } else {
                row.add(Cell.bar((double) group.usage().total() / total.usage().total()));
            }
            rows.add(new Row(row, ""));
        }
        return new Grid("By result", headings, rows);
    }

    private static String name(Group group) {
        return switch (group.fate()) {
            case ANSWERED -> "answered at once";
            case REPAIRED -> "answered after repairs";
            case REUSED -> "reused an answer";
            case SKIPPED -> "skipped";
        };
    }

    private static Grid byToken(Usage all, @Nullable TokenCosts costs) {
        List<Row> rows = new ArrayList<>();
        long fresh = all.promptTokens() - all.cachedTokens();
        long written = costs == null ? 0 : costs.usage().cacheWriteTokens();
        row(rows, "prompt, not cached", fresh - written, all, costs == null ? null : costs.prompt());
        if (costs != null && written > 0) {
            row(rows, "prompt, written to the cache", written, all, costs.cacheWrite());
        }
        row(rows, "prompt, cached", all.cachedTokens(), all, costs == null ? null : costs.cached());
        row(rows, "completion", all.completionTokens(), all, costs == null ? null : costs.completion());
        List<Heading> headings = new ArrayList<>(List.of(
                new Heading("Tokens", false), new Heading("Number", true), new Heading("Share of tokens", true)));
        if (costs != null) {
            headings.add(new Heading("Cost", true));
        }
        return new Grid("By kind of token", headings, rows);
    }

    private static void row(List<Row> rows, String name, long tokens, Usage all, @Nullable BigDecimal cost) {
        List<Cell> row = new ArrayList<>(
                List.of(Cell.of(name), Cell.of(ShownNumbers.count(tokens)), Cell.bar((double) tokens / all.total())));
        if (cost != null) {
            row.add(Cell.of(ShownNumbers.dollars(cost)));
        }
        rows.add(new Row(row, ""));
    }
}
