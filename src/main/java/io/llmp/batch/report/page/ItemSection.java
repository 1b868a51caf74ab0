package io.llmp.batch.report.page;

import io.llmp.batch.report.ItemNote;
import io.llmp.batch.report.Report;
import io.llmp.batch.report.page.Block.Cell;
import io.llmp.batch.report.page.Block.Grid;
import io.llmp.batch.report.page.Block.Heading;
import io.llmp.batch.report.page.Block.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The items that stand out. */
final class ItemSection {

    private ItemSection() {}

    static Section of(Report report) {
        List<Block> blocks = new ArrayList<>();
        add(blocks, "The slowest", report.figures().slowest(), report.content());
        add(blocks, "The most expensive", report.figures().dearest(), report.content());
        return new Section("items", "Slowest and most expensive rows", blocks);
    }

    private static void add(List<Block> blocks, String caption, List<ItemNote> items, boolean content) {
        if (items.isEmpty()) {
            return;
        }
        List<Heading> headings = new ArrayList<>(List.of(
                new Heading("Row", false),
                new Heading("Outcome", false),
                new Heading("Attempts", true),
                new Heading("Latency", true),
                new Heading("Tokens", true),
                new Heading("Cost", true)));
        if (content) {
            headings.add(1, new Heading("Key", false));
        }
        blocks.add(new Grid(
                caption,
                headings,
                items.stream().map(item -> row(item, content)).toList()));
    }

    private static Row row(ItemNote item, boolean content) {
        BigDecimal cost = item.costs().cost();
        List<Cell> cells = new ArrayList<>(List.of(
                Cell.of(Long.toString(item.index())),
                Cell.of(ShownNumbers.plain(item.status())),
                Cell.of(Integer.toString(item.costs().attempts())),
                Cell.of(ShownNumbers.millis(item.costs().latency().toMillis())),
                Cell.of(ShownNumbers.count(item.costs().usage().total())),
                Cell.of(cost == null ? "unknown" : ShownNumbers.dollars(cost))));
        if (content) {
            cells.add(1, Cell.foreign(item.key()));
        }
        return new Row(cells, content ? item.input() : "");
    }
}
