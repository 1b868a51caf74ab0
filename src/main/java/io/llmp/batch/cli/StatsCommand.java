package io.llmp.batch.cli;

import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.report.TemplateStatistics;
import io.llmp.batch.report.TemplateStatistics.Statistics;
import io.llmp.batch.template.TemplateRegistry;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code llmp stats}. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        description = {
            "Compares the versions of a template over all its runs, and tells how the answers of its last run differ"
                    + " from those of the run before.",
            "",
            "Reads every record of the runs it looks at; --since and --limit make that fewer."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmp stats ticket-triage",
            "  llmp stats ticket-triage --since 30d --json",
        })
@SuppressWarnings("NullAway.Init")
final class StatsCommand extends ReadingCommand {

    @Parameters(paramLabel = "NAME", description = "The template.")
    String name;

    @Mixin
    RunFilterMixin filter;

    @Override
    void print(Application application, PrintWriter out) {
        // Says which templates there are, if this is none.
        String template = application.part(TemplateRegistry.class).status(name).name();
        List<Run> runs = filter.apply(
                application,
                application.part(RunStore.class).list().stream()
                        .filter(run -> run.identity().provenance().template().equals(template)));
        Statistics statistics = application.part(TemplateStatistics.class).of(runs);
        if (json) {
            StatsJson.print(template, statistics, out);
        } else if (runs.isEmpty()) {
            out.println("There are no such runs.");
        } else {
            StatsText.print(statistics, out);
        }
    }
}
