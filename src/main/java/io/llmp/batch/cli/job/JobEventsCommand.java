package io.llmp.batch.cli.job;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.context.ReadingCommand;
import io.llmp.batch.cli.option.SinceMixin;
import io.llmp.batch.cli.text.EventsPrinter;
import io.llmp.batch.event.EventLog;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateStatus;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code llmp job events}. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "Lists the history of a template, newest first.",
        footerHeading = "%nExample:%n",
        footer = "  llmp job events ticket-triage --runs --since 7d")
@SuppressWarnings("NullAway.Init")
final class JobEventsCommand extends ReadingCommand {

    @Parameters(paramLabel = "NAME", description = "The template.")
    String name;

    @Option(names = "--runs", description = "Include the history of its runs.")
    boolean runs;

    @Mixin
    SinceMixin since;

    @Override
    protected void print(Application application, PrintWriter out) {
        TemplateStatus status = application.part(TemplateRegistry.class).status(TemplateRef.name(name));
        EventsPrinter.print(
                application
                        .part(EventLog.class)
                        .ofTemplate(
                                status.name(),
                                runs,
                                since.moment(application.part(InstantSource.class), ZoneId.systemDefault())),
                json,
                out);
    }
}
