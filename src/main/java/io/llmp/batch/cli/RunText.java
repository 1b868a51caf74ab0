package io.llmp.batch.cli;

import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunStatus;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Runs in words. */
final class RunText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /** What stands for the provider where the answers are made up. */
    static final String SIMULATED = "simulator: THE ANSWERS ARE MADE UP, no model was asked";

    private static final String NONE = "-";

    private RunText() {}

    /** Prints how a run stands at the end of a command. */
    static void summary(Run run, boolean alreadyComplete, PrintWriter out) {
        RunCounts counts = run.counts();
        out.println("run        " + run.id() + "  " + reference(run) + "  " + status(run, alreadyComplete));
        if (run.simulated()) {
            out.println("provider   " + SIMULATED);
        } else {
            out.println("provider   " + run.identity().provenance().provider() + ", model "
                    + run.identity().provenance().model());
        }
        out.println("items      " + items(run));
        out.println("calls      " + counts.attempts() + ", " + counts.usage().promptTokens() + " + "
                + counts.usage().completionTokens() + " tokens, " + cost(run));
        out.println("time       " + duration(run) + rate(run));
        if (run.status() == RunStatus.COMPLETED) {
            out.println("output     " + run.identity().output());
        }
        out.println("records    llmp records " + run.id() + (counts.skipped() > 0 ? " --status SKIPPED" : ""));
    }

    private static String status(Run run, boolean alreadyComplete) {
        return alreadyComplete
                ? "was complete already (--rerun begins anew)"
                : run.status().name().toLowerCase(Locale.ROOT);
    }

    /** {@code name@version}. */
    static String reference(Run run) {
        return run.identity().provenance().template() + "@"
                + run.identity().provenance().version();
    }

    /** How many items are done, and how. */
    static String items(Run run) {
        RunCounts counts = run.counts();
        String all = run.items() == null ? "" : " of " + run.items();
        return counts.done() + all + " done: " + counts.succeeded() + " answered, " + counts.reused() + " reused, "
                + counts.skipped() + " skipped";
    }

    /** What the run has cost, if its calls cost anything. */
    static String cost(Run run) {
        return run.simulated() ? "no cost" : money(run.counts());
    }

    /** What the run has cost. */
    static String money(RunCounts counts) {
        String sum = "$" + dollars(counts.cost());
        return counts.unpriced() == 0
                ? sum
                : (counts.cost().signum() == 0 ? "" : sum + " and ") + "an unknown sum (no price for the model)";
    }

    /** A sum with four decimals. */
    static String dollars(BigDecimal cost) {
        return cost.setScale(4, RoundingMode.HALF_UP).toPlainString();
    }

    /** How long the last execution took, or has taken. */
    static String duration(Run run) {
        Duration elapsed = elapsed(run);
        return elapsed == null ? NONE : Durations.text(elapsed);
    }

    private static String rate(Run run) {
        String perSecond = perSecond(run);
        return perSecond.equals(NONE) ? "" : ", " + perSecond + " items/s";
    }

    /** How many items were done in a second; of a run that was gone on with it cannot be told from the run alone. */
    static String perSecond(Run run) {
        Duration elapsed = elapsed(run);
        return run.executions() != 1 || elapsed == null || elapsed.toMillis() == 0
                ? NONE
                : String.format(Locale.ROOT, "%.1f", run.counts().done() * 1000.0 / elapsed.toMillis());
    }

    private static @Nullable Duration elapsed(Run run) {
        return run.startedAt() == null || run.endedAt() == null
                ? null
                : Duration.between(run.startedAt(), run.endedAt());
    }

    /** A moment in the time zone of the machine. */
    static String time(@Nullable Instant instant) {
        return instant == null
                ? "-"
                : TIME.format(instant.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.systemDefault()));
    }
}
