package io.llmp.batch.report.html;

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

    record Row(List<View> cells) {}

    /**
     * A cell.
     *
     * @param bar the length of its bar in hundredths, empty for none
     */
    record View(String text, boolean foreign, boolean numeric, String bar) {}

    static GridView of(Grid grid) {
        List<Row> rows = new ArrayList<>();
        for (List<Cell> cells : grid.rows()) {
            List<View> views = new ArrayList<>();
            for (Cell cell : cells) {
                boolean numeric = grid.headings().get(views.size()).numeric();
                views.add(new View(cell.text(), cell.foreign(), numeric, bar(cell)));
            }
            rows.add(new Row(views));
        }
        boolean narrow = grid.headings().size() < FEW && !grid.caption().isEmpty();
        return new GridView(grid.caption(), narrow ? "half" : "full", grid.headings(), rows);
    }

    private static String bar(Cell cell) {
        return cell.share() == null ? "" : Plot.number(cell.share() * 100);
    }
}
