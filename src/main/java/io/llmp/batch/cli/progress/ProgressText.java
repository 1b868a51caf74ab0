package io.llmp.batch.cli.progress;

import io.llmp.batch.cli.terminal.Durations;
import io.llmp.batch.cli.terminal.Figures;
import io.llmp.batch.cli.text.RunText;
import io.llmp.batch.dispatch.CallerState;
import io.llmp.batch.run.control.RunProgress;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at a run in words. */
final class ProgressText {

    private static final int SHORTEST_BAR = 10;
    private static final int LONGEST_BAR = 30;
    /** Columns of the bar's line beside the bar and the template, with six digits of rows. */
    private static final int BESIDE_BAR = 66;

    /** Where a line continues below: under its words, beside its title. */
    private static final String INDENT = " ".repeat(9);

    private static final int LEAST_WIDTH = 30;

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
                + Figures.count(look.moment().counts().skipped()) + " skipped"
                + (calls == null ? "" : ", " + calls.inFlight() + " in flight" + heldUp(calls))
                + timeLeft(look, ", ");
    }

    private static String heldUp(CallerState calls) {
        return switch (calls.obstacle()) {
            case THROTTLED, OUTAGE, STORE, MONEY -> ", " + obstacle(calls);
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
            lines.add("waiting  " + Figures.count(calls.waiting()) + (calls.waiting() == 1 ? " call" : " calls")
                    + " queued" + (calls.waiting() == 0 ? "" : " (" + obstacle(calls) + ")"));
        }
        lines.add("rows     " + outcomes(look.moment()));
        lines.add("cost     " + cost(look));
        return lines.stream().flatMap(line -> wrapped(line, columns)).toList();
    }

    /** Breaks a line between its parts, or words, where the terminal ends, so that nothing of it is cut. */
    private static Stream<String> wrapped(String line, int columns) {
        int width = Math.max(LEAST_WIDTH, columns - 1);
        List<String> parts = new ArrayList<>();
        String rest = line;
        while (rest.length() > width) {
            int part = rest.lastIndexOf("  ", width);
            int space = rest.lastIndexOf(' ', width);
            int end = part > INDENT.length() ? part : space > INDENT.length() ? space : width;
            parts.add(rest.substring(0, end).stripTrailing());
            rest = INDENT + rest.substring(end).strip();
        }
        parts.add(rest);
        return parts.stream();
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
        return Figures.count(look.done()) + " of " + (items == null ? "?" : Figures.count(items)) + " rows";
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
        return share == null ? "" : String.format(Locale.ROOT, ", %.0f %% of %s/min", 100 * share, what);
    }

    /** Why the next call is not sent yet. */
    static String obstacle(CallerState calls) {
        return switch (calls.obstacle()) {
            case NONE -> calls.areSlotsBusy() ? busy(calls) : "sending";
            case SLOTS -> busy(calls);
            case RATE -> limit(calls) + span(calls, ", next in ");
            case THROTTLED -> "throttled by the provider (429)" + span(calls, ", next in ");
            case OUTAGE -> "provider unavailable, next probe " + (isSoon(calls) ? "now" : "in" + span(calls, " "));
            case STORE -> "answers wait to be stored";
            case MONEY -> "the rest of --max-cost is reserved for calls in flight";
            case PRIMING -> "first answer fills the provider's prompt cache";
            case RETRY -> "next retry" + (isSoon(calls) ? " now" : span(calls, " in "));
        };
    }

    /** The limit of which more is used. */
    private static String limit(CallerState calls) {
        double requests = calls.requestShare() == null ? -1 : calls.requestShare();
        double tokens = calls.tokenShare() == null ? -1 : calls.tokenShare();
        return (requests >= tokens ? "requests" : "tokens") + "-per-minute limit";
    }

    private static String busy(CallerState calls) {
        return "all " + Figures.count(calls.concurrency()) + " slots busy";
    }

    private static boolean isSoon(CallerState calls) {
        return calls.forAtLeast().toMillis() < 50;
    }

    private static String span(CallerState calls, String before) {
        return isSoon(calls) ? "" : before + Durations.text(calls.forAtLeast());
    }

    private static String outcomes(RunProgress.Snapshot moment) {
        return RunText.outcomes(moment.counts())
                + RunText.reasons(moment.tally().skips());
    }

    private static String cost(Look look) {
        if (look.run().simulated()) {
            return "none (simulated)";
        }
        BigDecimal projected = look.projectedCost();
        return RunText.money(look.moment().counts()) + " so far"
                + (projected == null ? "" : ", about $" + RunText.dollars(projected) + " in total");
    }
}
