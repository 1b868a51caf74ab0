package io.llmp.batch.cli.store;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Figures;
import io.llmp.batch.cli.terminal.Moment;
import io.llmp.batch.cli.terminal.Table;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.cli.text.RunText;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunPruning;
import io.llmp.batch.store.SqlDialect;
import io.llmp.batch.store.StoreDatabase;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code llmp store prune}. */
@Command(
        name = "prune",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Removes old runs and their records; outputs and events stay.",
            "",
            "Stopped and failed runs are removed too, and with them the answers that would continue"
                    + " them. A run whose answers later runs would reuse is kept unless --include-answers is"
                    + " given: without its answers, the same requests are paid for again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmp store prune --before 90d --dry-run",
            "  llmp store prune --before 2026-01-01 --template ticket-triage"
        })
@SuppressWarnings("NullAway.Init")
final class StorePruneCommand implements Callable<Integer> {

    @Option(
            names = "--before",
            required = true,
            paramLabel = "T",
            description = "Only ended before: 90d, 2026-03-01, 2026-03-01T09:30")
    String before;

    @Option(names = "--template", paramLabel = "NAME", description = "Only runs of this template.")
    @Nullable
    String template;

    @Option(names = "--include-answers", description = "Also remove runs whose answers would be reused.")
    boolean includeAnswers;

    @Option(names = "--dry-run", description = "Show what would be removed; remove nothing.")
    boolean dryRun;

    @Override
    public Integer call() {
        PrintWriter out = Terminal.out();
        try (Application application = Application.forReading()) {
            Instant moment =
                    Moment.parse("--before", before, application.part(InstantSource.class), ZoneId.systemDefault());
            RunPruning pruning = application.part(RunPruning.class);
            List<Run> ended = pruning.endedBefore(moment, template);
            Set<RunId> kept = includeAnswers ? Set.of() : pruning.reusable();
            List<Run> runs =
                    ended.stream().filter(run -> !kept.contains(run.id())).toList();
            if (ended.size() > runs.size()) {
                out.println(count(ended.size() - runs.size()) + " kept, whose answers would be reused"
                        + " (--include-answers removes them too)");
            }
            if (!runs.isEmpty()) {
                table(runs).print(out);
            }
            out.flush();
            remove(application, runs, out);
            return ExitCode.OK;
        } finally {
            out.flush();
        }
    }

    private void remove(Application application, List<Run> runs, PrintWriter out) {
        long records = runs.stream().mapToLong(run -> run.counts().done()).sum();
        String what = count(runs.size()) + " with " + Figures.count(records) + " records";
        if (dryRun || runs.isEmpty()) {
            out.println(what + " would be removed");
            return;
        }
        RunPruning pruning = application.part(RunPruning.class);
        runs.forEach(run -> pruning.remove(run.id()));
        out.println(what + " removed; " + space(application.part(StoreDatabase.class)));
    }

    private static String count(int runs) {
        return Figures.count(runs) + (runs == 1 ? " run" : " runs");
    }

    private static Table table(List<Run> runs) {
        Table table = new Table("RUN", "TEMPLATE", "STATUS", "RECORDS", "ENDED", "OUTPUT");
        for (Run run : runs) {
            table.row(
                    run.id().value(),
                    RunText.reference(run),
                    run.status().name().toLowerCase(Locale.ROOT),
                    Long.toString(run.counts().done()),
                    RunText.time(run.endedAt()),
                    run.identity().output());
        }
        return table;
    }

    private static String space(StoreDatabase database) {
        if (database.dialect() == SqlDialect.POSTGRESQL) {
            return "autovacuum reuses their space";
        }
        return database.compact()
                ? "their space was returned to the disk"
                : "their space is reused; a prune without a run at work returns it to the disk";
    }
}
