package io.llmp.batch.cli;

import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.template.TemplateRegistry;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code llmp runs}. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        description = "Lists the runs, newest first.",
        subcommands = RunsEventsCommand.class)
final class RunsCommand extends ReadingCommand {

    @Option(names = "--stale", description = "Only those whose template version is no longer the active one.")
    boolean stale;

    @Override
    void print(Application application, PrintWriter out) {
        Staleness staleness = Staleness.of(application.part(TemplateRegistry.class));
        List<Run> runs = application.part(RunStore.class).list().stream()
                .filter(run -> !stale || staleness.isStale(run))
                .toList();
        if (json) {
            JsonText.array(
                    runs.stream()
                            .map(run -> JsonText.run(run).put("stale", staleness.isStale(run)))
                            .iterator(),
                    out);
        } else if (runs.isEmpty()) {
            out.println(stale ? "There are no stale runs." : "There are no runs yet.");
        } else {
            table(runs).print(out);
        }
    }

    private static Table table(List<Run> runs) {
        Table table = new Table("RUN", "TEMPLATE", "STATUS", "DONE", "SKIPPED", "COST", "STARTED", "TIME", "INPUT");
        for (Run run : runs) {
            table.row(
                    run.id().value(),
                    RunText.reference(run),
                    run.status().name().toLowerCase(Locale.ROOT),
                    run.counts().done() + (run.items() == null ? "" : "/" + run.items()),
                    Long.toString(run.counts().skipped()),
                    run.simulated() ? "simulated" : RunText.money(run.counts()),
                    RunText.time(run.startedAt()),
                    RunText.duration(run),
                    run.identity().input());
        }
        return table;
    }
}
