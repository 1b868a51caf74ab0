package io.llmp.batch.cli.look;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.context.ReadingCommand;
import io.llmp.batch.cli.option.RunFilterMixin;
import io.llmp.batch.cli.progress.LiveRate;
import io.llmp.batch.cli.terminal.Durations;
import io.llmp.batch.cli.terminal.Figures;
import io.llmp.batch.cli.terminal.JsonText;
import io.llmp.batch.cli.terminal.Table;
import io.llmp.batch.cli.text.RunText;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.template.TemplateRegistry;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code llmp runs}. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        description = "Lists the runs, newest first.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmp runs --template ticket-triage --status FAILED --since 7d",
            "  llmp runs --limit 5 --json",
        },
        subcommands = RunsEventsCommand.class)
@SuppressWarnings("NullAway.Init")
public final class RunsCommand extends ReadingCommand {

    @Option(names = "--stale", description = "Only runs of a version that is no longer active.")
    boolean stale;

    @Option(names = "--template", paramLabel = "NAME", description = "Only runs of this template.")
    @Nullable
    String template;

    @Option(names = "--status", paramLabel = "S", description = "Only ${COMPLETION-CANDIDATES}.")
    @Nullable
    RunStatus status;

    @Mixin
    RunFilterMixin filter;

    @Override
    protected void print(Application application, PrintWriter out) {
        TemplateRegistry templates = application.part(TemplateRegistry.class);
        if (template != null) {
            // Says which templates there are, if this is none.
            templates.status(template);
        }
        Staleness staleness = Staleness.of(templates);
        List<Run> all = application.part(RunStore.class).list();
        List<Run> runs = filter.apply(application, chosen(all, staleness));
        if (json) {
            JsonText.array(
                    runs.stream()
                            .map(run -> JsonText.run(run).put("stale", staleness.isStale(run)))
                            .iterator(),
                    out);
        } else if (runs.isEmpty()) {
            out.println(all.isEmpty() ? "There are no runs yet." : "No runs found.");
        } else {
            table(application, runs).print(out);
        }
    }

    private Stream<Run> chosen(List<Run> runs, Staleness staleness) {
        return runs.stream()
                .filter(run -> !stale || staleness.isStale(run))
                .filter(run -> status == null || run.status() == status)
                .filter(run -> template == null
                        || run.identity().provenance().template().equals(template));
    }

    private static Table table(Application application, List<Run> runs) {
        JobRecordStore records = application.part(JobRecordStore.class);
        Instant now = application.part(InstantSource.class).instant();
        Table table = new Table(
                "RUN", "TEMPLATE", "STATUS", "ROWS", "SKIPPED", "COST", "STARTED", "TIME", "ROWS/S", "LEFT", "INPUT");
        for (Run run : runs) {
            LiveRate live = LiveRate.of(run, records, now);
            table.row(
                    run.id().value(),
                    RunText.reference(run),
                    run.status().name().toLowerCase(Locale.ROOT),
                    Figures.count(run.counts().done()) + (run.items() == null ? "" : "/" + Figures.count(run.items())),
                    Figures.count(run.counts().skipped()),
                    run.simulated() ? "simulated" : RunText.money(run.counts()),
                    RunText.time(run.startedAt()),
                    live == null ? RunText.duration(run) : Durations.text(live.elapsed()),
                    live == null ? RunText.perSecond(run) : RunText.rate(live.perSecond()),
                    live == null || live.left() == null ? "-" : Durations.text(live.left()),
                    run.identity().input());
        }
        return table;
    }
}
