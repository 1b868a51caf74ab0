package io.llmp.batch.cli.look;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.context.ReadingCommand;
import io.llmp.batch.cli.option.SinceMixin;
import io.llmp.batch.cli.text.EventsPrinter;
import io.llmp.batch.event.EventLog;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code llmp runs events}. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "Lists the history of a run, newest first.",
        footerHeading = "%nExample:%n",
        footer = "  llmp runs events last --since 7d")
@SuppressWarnings("NullAway.Init")
final class RunsEventsCommand extends ReadingCommand {

    @Parameters(paramLabel = "RUN", description = "The run: its name, the beginning of it, or 'last'.")
    String run;

    @Mixin
    SinceMixin since;

    @Override
    protected void print(Application application, PrintWriter out) {
        Run found = application.part(RunStore.class).get(run);
        EventsPrinter.print(
                application
                        .part(EventLog.class)
                        .ofRun(
                                found.id().value(),
                                since.moment(application.part(InstantSource.class), ZoneId.systemDefault())),
                json,
                out);
    }
}
