package io.llmp.batch.cli;

import io.llmp.batch.llm.CallerState;
import io.llmp.batch.pipeline.RunProgress;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.SkipReason;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at a run in words. */
final class ProgressText {

    private static final int SHORTEST_BAR = 10;
    private static final int LONGEST_BAR = 30;
    /** Columns of the bar's line beside the bar and the template, with six digits of rows. */
    private static final int BESIDE_BAR = 66;

    private ProgressText() {}

    /** Returns one line that tells the most important. */
    static String line(Look look) {
        return switch (look.moment().phase()) {
            case PLANNING -> "counting rows";
            case EXPORTING -> "writing the output";
            case ANSWERING -> answering(look);
        };
    }

    private static String answering(Look look) {
        CallerState calls = look.moment().calls();
        return rows(look) + " (" + percent(look) + " %), " + rate(look) + ", "
                + look.moment().counts().skipped() + " skipped"
                + (calls == null ? "" : ", " + calls.inFlight() + " in flight" + heldUp(calls))
                + timeLeft(look, ", ");
    }

    private static String heldUp(CallerState calls) {
        return switch (calls.obstacle()) {
            case THROTTLED, OUTAGE, MONEY -> ", " + obstacle(calls);
            case NONE, SLOTS, RATE, PRIMING, RETRY -> "";
        };
    }

    /** Returns a few lines that tell all there is to see, made for {@code columns}. */
    static List<String> lines(Look look, int columns) {
        List<String> lines = new ArrayList<>();
        lines.add(RunText.reference(look.run()) + "  " + head(look, columns));
        CallerState calls = look.moment().calls();
        if (calls != null && look.moment().phase() == RunProgress.Phase.ANSWERING) {
            lines.add("calls    " + calls(calls, look.moment().slots()));
            lines.add(
                    "waiting  " + calls.waiting() + (calls.waiting() == 1 ? " call: " : " calls: ") + obstacle(calls));
        }
        lines.add("rows     " + outcomes(look.moment()));
        lines.add("cost     " + cost(look));
        return lines;
    }

    private static String head(Look look, int columns) {
        return switch (look.moment().phase()) {
            case PLANNING -> "counting rows";
            case EXPORTING -> bar(look, columns) + "  " + rows(look) + ", writing the output";
            case ANSWERING ->
                bar(look, columns) + "  " + percent(look) + " %  " + rows(look) + "  " + rate(look)
                        + timeLeft(look, "  ");
        };
    }

    private static String bar(Look look, int columns) {
        int width = Math.max(
                SHORTEST_BAR,
                Math.min(
                        LONGEST_BAR,
                        columns - BESIDE_BAR - RunText.reference(look.run()).length()));
        int full = (int) (width * percent(look) / 100);
        return "[" + "#".repeat(full) + "-".repeat(width - full) + "]";
    }

    private static long percent(Look look) {
        Long items = look.moment().items();
        return items == null ? 0 : items == 0 ? 100 : Math.min(100, look.done() * 100 / items);
    }

    private static String rows(Look look) {
        Long items = look.moment().items();
        return look.done() + " of " + (items == null ? "?" : items) + " rows";
    }

    private static String rate(Look look) {
        return String.format(Locale.ROOT, "%.1f rows/s", look.perSecond());
    }

    private static String timeLeft(Look look, String separator) {
        Duration left = look.timeLeft();
        return left == null ? "" : separator + Durations.text(left) + " left";
    }

    private static String calls(CallerState calls, int slots) {
        String limit = calls.concurrency() < slots ? calls.concurrency() + " (" + slots + " configured)" : "" + slots;
        return calls.inFlight() + " of " + limit + " in flight" + share(calls.requestShare(), "requests")
                + share(calls.tokenShare(), "tokens");
    }

    private static String share(@Nullable Double share, String what) {
        return share == null ? "" : String.format(Locale.ROOT, ", %.0f %% of the %s a minute", 100 * share, what);
    }

    /** What the next call waits for. */
    static String obstacle(CallerState calls) {
        return switch (calls.obstacle()) {
            case NONE -> "nothing is in the way";
            case SLOTS -> "all slots are in use";
            case RATE -> "for room in the limit of the minute" + span(calls, ", for ");
            case THROTTLED -> "paused by the provider (429)" + span(calls, ", for ");
            case OUTAGE -> "the provider is away, next probe " + (isSoon(calls) ? "now" : "in" + span(calls, " "));
            case MONEY -> "the money left is set aside for calls in flight";
            case PRIMING -> "for the first answer, so that the provider keeps what all requests share";
            case RETRY -> "for the next attempt" + span(calls, ", in ");
        };
    }

    private static boolean isSoon(CallerState calls) {
        return calls.forAtLeast().toMillis() < 50;
    }

    private static String span(CallerState calls, String before) {
        return isSoon(calls) ? "" : before + Durations.text(calls.forAtLeast());
    }

    private static String outcomes(RunProgress.Moment moment) {
        RunCounts counts = moment.counts();
        return counts.succeeded() + " answered, " + counts.reused() + " reused, " + counts.skipped() + " skipped"
                + reasons(moment.tally().skips());
    }

    private static String reasons(Map<SkipReason, Long> skips) {
        return skips.isEmpty()
                ? ""
                : skips.entrySet().stream()
                        .sorted(Map.Entry.<SkipReason, Long>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                        .map(skip -> skip.getValue() + " " + skip.getKey())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String cost(Look look) {
        if (look.run().simulated()) {
            return "none, the answers are made up";
        }
        BigDecimal projected = look.projectedCost();
        return RunText.money(look.moment().counts()) + " so far"
                + (projected == null ? "" : ", about $" + RunText.dollars(projected) + " in all");
    }
}
