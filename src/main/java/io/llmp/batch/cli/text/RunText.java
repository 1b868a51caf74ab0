package io.llmp.batch.cli.text;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.terminal.Durations;
import io.llmp.batch.cli.terminal.Figures;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.SkipReason;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs in words. */
public final class RunText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /** What stands for the provider where the answers are made up. */
    static final String SIMULATED = "simulator (SIMULATED: answers are random, no model was called)";

    private static final String NONE = "-";

    private RunText() {}

    /**
     * Prints how a run stands at the end of a command.
     *
     * @param skips how many of its rows were skipped, by reason
     */
    public static void summary(Run run, Map<SkipReason, Long> skips, boolean alreadyComplete, PrintWriter out) {
        RunCounts counts = run.counts();
        out.println("run        " + run.id() + "  " + reference(run) + "  " + status(run, alreadyComplete));
        if (run.simulated()) {
            out.println("provider   " + SIMULATED);
        } else {
            out.println("provider   " + run.identity().provenance().provider() + ", model "
                    + run.identity().provenance().model());
        }
        out.println("rows       " + rows(run) + reasons(skips));
        out.println("calls      " + Figures.count(counts.attempts()) + ", " + Figures.tokens(counts.usage())
                + " tokens, " + cost(run));
        if (run.endedAt() != null) {
            out.println("time       " + duration(run) + rate(run));
        }
        ending(run, out);
        out.println("records    llmp records " + run.id() + (counts.skipped() > 0 ? " --status SKIPPED" : ""));
    }

    /** Where the output is, or how there will be one. */
    private static void ending(Run run, PrintWriter out) {
        if (run.status() == RunStatus.COMPLETED) {
            out.println("output     " + run.identity().output());
            return;
        }
        out.println("output     not written: the run is not complete");
        switch (run.status()) {
            case STOPPED, FAILED -> out.println("continue   llmp restart " + run.id() + ", or the same command again");
            case PAUSED -> out.println("continue   llmp resume " + run.id());
            case RUNNING, ABANDONED, COMPLETED -> {}
        }
    }

    /** Returns how many rows of {@code run} were skipped, by reason. */
    public static Map<SkipReason, Long> skips(Application application, Run run) {
        return run.counts().skipped() == 0
                ? Map.of()
                : application.part(JobRecordStore.class).skipReasons(run.id());
    }

    /** In brackets, the most frequent first; nothing without skips. */
    public static String reasons(Map<SkipReason, Long> skips) {
        return skips.isEmpty()
                ? ""
                : skips.entrySet().stream()
                        .sorted(Map.Entry.<SkipReason, Long>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                        .map(skip -> Figures.count(skip.getValue()) + " " + skip.getKey())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String status(Run run, boolean alreadyComplete) {
        return alreadyComplete
                ? "already complete, nothing to do (--rerun starts over)"
                : run.status().name().toLowerCase(Locale.ROOT);
    }

    /** Says that a run starts, or how much of it is done already. */
    public static String started(Run run, boolean resumed) {
        if (resumed) {
            return "Resumed run " + run.id() + ": " + Figures.count(run.counts().done())
                    + (run.items() == null ? "" : " of " + Figures.count(run.items())) + " rows already done";
        }
        String answers = run.simulated()
                ? " with SIMULATED answers"
                : " on " + run.identity().provenance().provider() + "/"
                        + run.identity().provenance().model();
        return "Started run " + run.id() + ": " + reference(run) + answers
                + (run.items() == null ? "" : ", " + Figures.rows(run.items()));
    }

    /** {@code name@version}. */
    public static String reference(Run run) {
        return run.identity().provenance().template() + "@"
                + run.identity().provenance().version();
    }

    /** How many rows are done, and how. */
    public static String rows(Run run) {
        RunCounts counts = run.counts();
        String all = run.items() == null ? "" : " of " + Figures.count(run.items());
        return Figures.count(counts.done()) + all + " done: " + outcomes(counts);
    }

    /** How many rows were answered, reused and skipped. */
    public static String outcomes(RunCounts counts) {
        return Figures.count(counts.succeeded()) + " answered, " + Figures.count(counts.reused()) + " reused, "
                + Figures.count(counts.skipped()) + " skipped";
    }

    /** What the run has cost, if its calls cost anything. */
    public static String cost(Run run) {
        return run.simulated() ? "no cost" : money(run.counts());
    }

    /** What the run has cost. */
    public static String money(RunCounts counts) {
        String sum = "$" + dollars(counts.cost());
        return counts.unpriced() == 0
                ? sum
                : (counts.cost().signum() == 0 ? "" : sum + " and ") + "unknown (no price for the model)";
    }

    /** A sum with four decimals. */
    public static String dollars(BigDecimal cost) {
        return cost.setScale(4, RoundingMode.HALF_UP).toPlainString();
    }

    /** How long the last execution took, or has taken. */
    public static String duration(Run run) {
        Duration elapsed = elapsed(run);
        return elapsed == null ? NONE : Durations.text(elapsed);
    }

    private static String rate(Run run) {
        String perSecond = perSecond(run);
        return perSecond.equals(NONE) ? "" : ", " + perSecond + " rows/s";
    }

    /** How many items were done in a second; of a resumed run it cannot be known from the run alone. */
    public static String perSecond(Run run) {
        Duration elapsed = elapsed(run);
        return run.executions() != 1 || elapsed == null || elapsed.toMillis() == 0
                ? NONE
                : rate(run.counts().done() * 1000.0 / elapsed.toMillis());
    }

    /** A rate with one decimal. */
    public static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%,.1f", perSecond);
    }

    private static @Nullable Duration elapsed(Run run) {
        return run.startedAt() == null || run.endedAt() == null
                ? null
                : Duration.between(run.startedAt(), run.endedAt());
    }

    /** A moment in the time zone of the machine. */
    public static String time(@Nullable Instant instant) {
        return instant == null
                ? "-"
                : TIME.format(instant.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.systemDefault()));
    }
}
