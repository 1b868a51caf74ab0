package io.llmp.batch.report.html;

import io.llmp.batch.report.page.Block;
import io.llmp.batch.report.page.Block.Cell;
import io.llmp.batch.report.page.Block.Grid;
import io.llmp.batch.report.page.Block.Heading;
import java.util.ArrayList;
import java.util.List;

/**
 * A table as the template takes it.
 *
 * @param width the class that says how much room it wants
 */
record GridView(String caption, String width, List<Heading> headings, List<Row> rows) {

    private static final int FEW = 4;

    /**
     * A row.
     *
     * @param source the row of the input that it is about, empty for none
     * @param columns how many columns the source is to span
     */
    record Row(List<View> cells, String source, int columns) {}

    /**
     * A cell.
     *
     * @param bar the length of its bar in hundredths, empty for none
     */
    record View(String text, boolean foreign, boolean numeric, String bar) {}

    static GridView of(Grid grid) {
        List<Heading> headings = grid.headings();
        List<Row> rows = new ArrayList<>();
        for (Block.Row row : grid.rows()) {
            List<View> views = new ArrayList<>();
            for (Cell cell : row.cells()) {
                boolean numeric = headings.get(views.size()).numeric();
                views.add(new View(cell.text(), cell.foreign(), numeric, bar(cell)));
            }
            rows.add(new Row(views, row.source(), headings.size()));
        }
        return new GridView(grid.caption(), width(grid), headings, rows);
    }

    private static String width(Grid grid) {
        if (grid.headings().size() >= FEW) {
            return "full";
        }
        return grid.caption().isEmpty() ? "full facts" : "half";
    }

    private static String bar(Cell cell) {
        return cell.share() == null ? "" : Plot.number(cell.share() * 100);
    }
}
