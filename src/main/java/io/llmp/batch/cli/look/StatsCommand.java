package io.llmp.batch.cli.look;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.context.ReadingCommand;
import io.llmp.batch.cli.option.RunFilterMixin;
import io.llmp.batch.cli.terminal.Figures;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.cli.text.StatsJson;
import io.llmp.batch.cli.text.StatsText;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.report.TemplateStatistics;
import io.llmp.batch.report.TemplateStatistics.Statistics;
import io.llmp.batch.template.TemplateRegistry;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code llmp stats}. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        description = {
            "Compares the versions of a template over all its runs.",
            "",
            "Also shows how the answers of the last run differ from those of the run before. Reads every"
                    + " record of the runs it compares: by default the newest with a million records together, at"
                    + " least two. Simulated runs are left out where there are others."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmp stats ticket-triage",
            "  llmp stats ticket-triage --since 30d --json",
            "  llmp stats ticket-triage --all",
        })
@SuppressWarnings("NullAway.Init")
public final class StatsCommand extends ReadingCommand {

    /** Takes about 15 s of CPU. */
    private static final long MOST_RECORDS = 1_000_000;

    /** What tells how answers have moved. */
    private static final int LEAST_RUNS = 2;

    @Parameters(paramLabel = "NAME", description = "The template.")
    String name;

    @Mixin
    RunFilterMixin filter;

    @Option(names = "--all", description = "Read all runs, however many records they have.")
    boolean all;

    @Option(names = "--simulated", description = "Only simulated runs.")
    boolean simulated;

    @Override
    protected void print(Application application, PrintWriter out) {
        // Says which templates there are, if this is none.
        String template = application.part(TemplateRegistry.class).status(name).name();
        List<Run> runs = filter.apply(
                application,
                application.part(RunStore.class).list().stream()
                        .filter(run -> run.identity().provenance().template().equals(template)));
        List<Run> comparable = comparable(runs, simulated);
        if (!comparable.isEmpty() && comparable.get(0).simulated()) {
            Terminal.err().println("llmp: these runs are simulated: answers, cost and latency are not a model's");
        } else if (comparable.size() < runs.size()) {
            Terminal.err()
                    .println("llmp: simulated runs are left out: " + Figures.count(runs.size() - comparable.size())
                            + " (--simulated shows them alone)");
        }
        if (prices(comparable) > 1) {
            Terminal.err()
                    .println(
                            "llmp: the price changed between these runs, so a difference in cost is not only the version's");
        }
        print(application, template, comparable, out);
    }

    /** Returns how many prices the runs of a model were made with, where that is known. */
    static long prices(List<Run> runs) {
        return runs.stream()
                .filter(run -> !run.simulated())
                .collect(Collectors.groupingBy(
                        run -> run.identity().provenance().model(),
                        Collectors.flatMapping(run -> run.prices().stream(), Collectors.toSet())))
                .values()
                .stream()
                .mapToLong(Set::size)
                .max()
                .orElse(0);
    }

    /** Returns the runs of a model, or the simulated ones where these are wanted or there are no others. */
    static List<Run> comparable(List<Run> runs, boolean simulated) {
        boolean none = runs.stream().allMatch(Run::simulated);
        return runs.stream()
                .filter(run -> run.simulated() == (simulated || none))
                .toList();
    }

    private void print(Application application, String template, List<Run> runs, PrintWriter out) {
        List<Run> read = all || filter.isGiven() ? runs : newest(runs, MOST_RECORDS);
        if (read.size() < runs.size()) {
            Terminal.err()
                    .println("llmp: comparing the newest " + read.size() + " of " + Figures.count(runs.size())
                            + " runs (--all compares all of them)");
        }
        Statistics statistics = application.part(TemplateStatistics.class).of(read);
        if (json) {
            StatsJson.print(template, statistics, out);
        } else if (runs.isEmpty()) {
            out.println("No runs found.");
        } else {
            StatsText.print(statistics, out);
        }
    }

    /** Returns as many of the newest as have up to {@code most} records together. */
    static List<Run> newest(List<Run> runs, long most) {
        long records = 0;
        int count = 0;
        for (Run run : runs) {
            records += run.counts().done();
            if (records > most && count >= LEAST_RUNS) {
                break;
            }
            count++;
        }
        return runs.subList(0, count);
    }
}
