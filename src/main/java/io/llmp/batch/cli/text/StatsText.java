package io.llmp.batch.cli.text;

import io.llmp.batch.cli.terminal.Figures;
import io.llmp.batch.cli.terminal.Table;
import io.llmp.batch.record.Run;
import io.llmp.batch.report.Distribution;
import io.llmp.batch.report.Drift;
import io.llmp.batch.report.MoneyFigures;
import io.llmp.batch.report.MoneyFigures.Fate;
import io.llmp.batch.report.TemplateStatistics.Moved;
import io.llmp.batch.report.TemplateStatistics.Statistics;
import io.llmp.batch.report.TemplateStatistics.Version;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Statistics of a template in words. */
public final class StatsText {

    private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_UP);

    private StatsText() {}

    public static void print(Statistics statistics, PrintWriter out) {
        Table table = new Table(
                "VERSION",
                "RUNS",
                "ROWS",
                "ANSWERED",
                "REPAIRED",
                "SKIPPED",
                "$/1000",
                "P50 MS",
                "P95 MS",
                "P99 MS",
                "TOKENS/ROW");
        statistics.versions().forEach(version -> row(table, version));
        table.print(out);
        if (statistics.moved() != null) {
            out.println();
            drift(statistics.moved(), out);
        }
    }

    private static void row(Table table, Version version) {
        MoneyFigures money = version.figures().money();
        MoneyFigures.Group total = money.total();
        long answered = total.items() - money.items(Fate.SKIPPED);
        Distribution latency = version.figures().latency();
        table.row(
                Integer.toString(version.version()),
                Long.toString(version.runs()),
                Figures.count(total.items()),
                share(answered, total.items()),
                share(money.items(Fate.REPAIRED), total.items()),
                share(money.items(Fate.SKIPPED), total.items()),
                price(total),
                quantile(latency, 0.5),
                quantile(latency, 0.95),
                quantile(latency, 0.99),
                total.items() == 0 ? "-" : Figures.count(total.usage().total() / total.items()));
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    private static String price(MoneyFigures.Group total) {
        if (total.unpriced() > 0) {
            return "unknown";
        }
        return total.items() == 0 ? "-" : perThousand(total).toPlainString();
    }

    /** US dollars for a thousand rows. */
    static BigDecimal perThousand(MoneyFigures.Group total) {
        BigDecimal price =
                total.cost().multiply(BigDecimal.valueOf(1000)).divide(BigDecimal.valueOf(total.items()), FOUR_DIGITS);
        return price.signum() == 0 ? BigDecimal.ZERO : price.stripTrailingZeros();
    }

    private static String quantile(Distribution values, double share) {
        return values.isEmpty() ? "-" : String.format(Locale.ROOT, "%,.0f", values.quantile(share));
    }

    private static void drift(Moved moved, PrintWriter out) {
        out.println("from " + title(moved.former()) + " to " + title(moved.present()) + ":");
        Table table = new Table("FIELD", "MOVED", "BEFORE", "NOW");
        for (Drift drift : moved.fields()) {
            table.row(drift.field(), amount(drift), about(drift, drift.former()), about(drift, drift.present()));
        }
        table.print(out);
    }

    private static String title(Run run) {
        return run.id() + " (" + RunText.reference(run) + ", " + RunText.time(run.startedAt()) + ")";
    }

    private static String amount(Drift drift) {
        return switch (drift.measure()) {
            case TOTAL_VARIATION -> String.format(Locale.ROOT, "%.1f %% of answers", drift.amount() * 100);
            case MEAN_SHIFT, LENGTH_SHIFT -> String.format(Locale.ROOT, "%+.2f deviations", drift.amount());
            case NONE -> "cannot be compared";
        };
    }

    private static String about(Drift drift, String value) {
        return switch (drift.measure()) {
            case TOTAL_VARIATION -> "most often " + value;
            case MEAN_SHIFT -> "mean " + value;
            case LENGTH_SHIFT -> "mean length " + value;
            case NONE -> "";
        };
    }
}
