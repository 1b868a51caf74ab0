package io.llmp.batch.report.page;

import io.llmp.batch.report.Distribution;
import io.llmp.batch.report.Distribution.Bar;
import io.llmp.batch.report.page.Block.Column;
import io.llmp.batch.report.page.Block.Columns;
import java.util.List;
import java.util.Optional;

/** Distributions as columns. */
final class Histogram {

    private static final int COLUMNS = 24;

    private Histogram() {}

    /** Returns a chart, but none of fewer than two columns, which would tell nothing. */
    static Optional<Columns> of(String title, String unit, Distribution values) {
        List<Bar> bars = values.bars(COLUMNS);
        if (bars.size() < 2) {
            return Optional.empty();
        }
        String summary = title + ": half of " + ShownNumbers.count(values.count()) + " are at most "
                + ShownNumbers.number(values.quantile(0.5)) + " " + unit + ", 99 in 100 at most "
                + ShownNumbers.number(values.quantile(0.99)) + " " + unit + ".";
        List<Column> columns =
                bars.stream().map(bar -> column(bar, values.isWhole())).toList();
        return Optional.of(new Columns(title, summary, unit, columns));
    }

    private static Column column(Bar bar, boolean whole) {
        String begin = ShownNumbers.number(bar.from());
        if (Double.isInfinite(bar.to())) {
            return new Column("≥ " + begin, begin + " or more", bar.count());
        }
        if (whole) {
            double last = bar.to() - 1;
            return new Column(
                    begin, last == bar.from() ? begin : begin + " to " + ShownNumbers.number(last), bar.count());
        }
        return new Column(begin, begin + " up to " + ShownNumbers.number(bar.to()), bar.count());
    }
}
