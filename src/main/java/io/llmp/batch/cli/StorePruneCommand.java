package io.llmp.batch.cli;

import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunPruning;
import io.llmp.batch.store.Dialect;
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
            "Removes runs that ended long ago, with their records. Their outputs and their events stay.",
            "",
            "A run that stopped or failed goes as well, and with it the answers it would have gone on from. A run whose"
                    + " answers later runs would reuse stays, unless --include-answers says otherwise: without them, the"
                    + " same requests are paid for again."
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
            description = "What ended before then: an age such as 90d, a date, or a time such as 2026-03-01T09:30.")
    String before;

    @Option(names = "--template", paramLabel = "NAME", description = "Only runs of this template.")
    @Nullable
    String template;

    @Option(names = "--include-answers", description = "Also runs whose answers would be reused.")
    boolean includeAnswers;

    @Option(names = "--dry-run", description = "Say what would be removed, and remove nothing.")
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
        String what = count(runs.size()) + " with " + records + " records";
        if (dryRun || runs.isEmpty()) {
            out.println(what + " would be removed");
            return;
        }
        RunPruning pruning = application.part(RunPruning.class);
        runs.forEach(run -> pruning.remove(run.id()));
        out.println(what + " removed; " + space(application.part(StoreDatabase.class)));
    }

    private static String count(int runs) {
        return runs + (runs == 1 ? " run" : " runs");
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
        if (database.dialect() == Dialect.POSTGRESQL) {
            return "autovacuum gives their space to new rows";
        }
        return database.compact()
                ? "their space is given back to the disk"
                : "their space is used for new rows, and given back to the disk by a prune that no run is beside";
    }
}
