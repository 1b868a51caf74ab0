package io.llmp.batch.report.html;

import io.llmp.batch.report.html.Plot.Tick;
import io.llmp.batch.report.page.Block.Column;
import io.llmp.batch.report.page.Block.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Columns as the template draws them. */
record ColumnsView(
        String id,
        String title,
        String summary,
        String unit,
        String bottom,
        List<Bar> bars,
        List<Tick> rows,
        List<Tick> marks) {

    private static final double WIDTH = 480;
    private static final double GAP = 1.5;
    private static final int MOST_MARKS = 8;

    /** A column, and what it stands for in words. */
    record Bar(String x, String y, String width, String height, String range, String count) {}

    static ColumnsView of(Columns chart, String id) {
        List<Column> columns = chart.columns();
        double most = columns.stream().mapToDouble(Column::count).max().orElse(0);
        Plot plot = Plot.of(WIDTH, most);
        double room = (plot.x(1) - plot.x(0)) / columns.size();
        int every = (columns.size() + MOST_MARKS - 1) / MOST_MARKS;
        List<Bar> bars = new ArrayList<>();
        List<Tick> marks = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            double x = plot.x(0) + i * room;
            double y = plot.y((double) column.count());
            bars.add(new Bar(
                    Plot.number(x + GAP / 2),
                    Plot.number(y),
                    Plot.number(Math.max(1, room - GAP)),
                    Plot.number(plot.bottom() - y),
                    column.range(),
                    String.format(Locale.ROOT, "%,d", column.count())));
            boolean last = i == columns.size() - 1 && column.begin().startsWith("≥");
            if (last || (i % every == 0 && i < columns.size() - every)) {
                marks.add(new Tick(Plot.number(x + room / 2), column.begin()));
            }
        }
        return new ColumnsView(
                id,
                chart.title(),
                chart.summary(),
                chart.unit(),
                Plot.number(plot.bottom()),
                bars,
                plot.ticks(),
                marks);
    }
}
