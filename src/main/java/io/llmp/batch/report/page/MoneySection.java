package io.llmp.batch.report.page;

import io.llmp.batch.llm.Usage;
import io.llmp.batch.report.MoneyFigures;
import io.llmp.batch.report.MoneyFigures.Group;
import io.llmp.batch.report.Report;
import io.llmp.batch.report.TokenPrices;
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
            blocks.add(byToken(money));
            if (priced && money.byToken().isEmpty()) {
                blocks.add(new Note("The records show more than one price per kind of token."));
            }
        }
        return new Section("cost", "Tokens and cost", blocks);
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

    private static Grid byToken(MoneyFigures money) {
        Usage usage = money.total().usage();
        List<Row> rows = new ArrayList<>();
        TokenPrices.Split split = money.byToken().orElse(null);
        long fresh = usage.promptTokens() - usage.cachedTokens();
        row(rows, "prompt, not cached", fresh, usage, split == null ? null : split.prompt());
        row(rows, "prompt, cached", usage.cachedTokens(), usage, split == null ? null : split.cached());
        row(rows, "completion", usage.completionTokens(), usage, split == null ? null : split.completion());
        List<Heading> headings = new ArrayList<>(List.of(
                new Heading("Tokens", false), new Heading("Number", true), new Heading("Share of tokens", true)));
        if (split != null) {
            headings.add(new Heading("Cost", true));
        }
        return new Grid("By kind of token", headings, rows);
    }

    private static void row(List<Row> rows, String name, long tokens, Usage all, @Nullable Double cost) {
        List<Cell> row = new ArrayList<>(
                List.of(Cell.of(name), Cell.of(ShownNumbers.count(tokens)), Cell.bar((double) tokens / all.total())));
        if (cost != null) {
            row.add(Cell.of(ShownNumbers.dollars(BigDecimal.valueOf(cost))));
        }
        rows.add(new Row(row, ""));
    }
}
