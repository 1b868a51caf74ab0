package io.llmp.batch.cli.look;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.context.ReadingCommand;
import io.llmp.batch.cli.progress.LiveRate;
import io.llmp.batch.cli.progress.ProgressOutlet;
import io.llmp.batch.cli.progress.StatusWatch;
import io.llmp.batch.cli.terminal.CommandVocabulary;
import io.llmp.batch.cli.terminal.Durations;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.JsonText;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.cli.text.RunText;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.template.TemplateRegistry;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code llmp status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the status of a run.",
            "With --watch, updates it until the run ends, and exits with the run's exit code."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  llmp status last", "  llmp status 66e8a4 --watch"})
@SuppressWarnings("NullAway.Init")
public final class StatusCommand extends ReadingCommand {

    @Parameters(paramLabel = "RUN", description = "The run: its name, the beginning of it, or 'last'.")
    String run;

    @Option(names = "--watch", description = "Update until the run ends.")
    boolean watch;

    @Override
    protected int prepare() throws InterruptedException {
        if (!watch) {
            return ExitCode.OK;
        }
        try (ProgressOutlet outlet = ProgressOutlet.of(Terminal.err(), false);
                StatusWatch looks = new StatusWatch(run, outlet)) {
            // Ctrl-C is the usual end of watching, and would leave a view behind.
            Runtime.getRuntime().addShutdownHook(new Thread(outlet::close, "clear-view"));
            Run ended = looks.untilEnded();
            run = ended.id().value();
            return ExitCode.of(ended);
        }
    }

    @Override
    protected void print(Application application, PrintWriter out) {
        Run found = application.part(RunStore.class).get(run);
        Integer active = Staleness.of(application.part(TemplateRegistry.class)).active(found);
        if (json) {
            ObjectNode object = JsonText.run(found).put("stale", active != null);
            JsonText.array(List.of(object).iterator(), out);
            return;
        }
        RunText.summary(found, RunText.skips(application, found), false, out);
        LiveRate live = LiveRate.of(
                found,
                application.part(JobRecordStore.class),
                application.part(InstantSource.class).instant());
        if (live != null) {
            out.println("running    for " + Durations.text(live.elapsed()) + ", " + RunText.rate(live.perSecond())
                    + " rows/s" + (live.left() == null ? "" : ", about " + Durations.text(live.left()) + " left"));
        }
        out.println("input      " + found.identity().input());
        out.println("started    " + RunText.time(found.startedAt()) + ", " + found.executions()
                + (found.executions() == 1 ? " execution" : " executions"));
        if (found.place() != null) {
            out.println("worked on  by " + found.place());
        }
        if (active != null) {
            out.println("stale      version " + found.identity().provenance().version()
                    + " is no longer active; version " + active + " is");
        }
        if (found.failure() != null) {
            out.println("reason     " + CommandVocabulary.INSTANCE.worded(found.failure()));
        }
    }
}
