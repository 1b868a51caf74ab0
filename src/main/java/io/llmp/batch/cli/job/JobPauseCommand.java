package io.llmp.batch.cli.job;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.run.RunSignalCommand;
import io.llmp.batch.record.RunOrder;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.template.TemplateMove;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code llmp job pause}. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = {
            "Prevents new runs of a template until it is resumed.",
            "Versions can still be added and activated; complete runs stay as they are."
        },
        footerHeading = "%nExample:%n",
        footer = "  llmp job pause ticket-triage --stop-runs --reason 'calls everything urgent'")
@SuppressWarnings("NullAway.Init")
final class JobPauseCommand extends TemplateTransitionCommand {

    @Parameters(paramLabel = "NAME", description = "The template.")
    String name;

    @Option(names = "--stop-runs", description = "Also stop the template's runs.")
    boolean stopRuns;

    @Override
    String name() {
        return TemplateRef.name(name);
    }

    @Override
    TemplateMove move(TemplateRegistry registry) {
        return TemplateMove.PAUSE;
    }

    @Override
    void afterwards(Application application, PrintWriter out) {
        if (stopRuns) {
            application.part(RunStore.class).list().stream()
                    .filter(run -> run.status() == RunStatus.RUNNING
                            && run.identity().provenance().template().equals(name()))
                    .forEach(run -> RunSignalCommand.give(
                            application, run, new RunOrder(RunOrder.Kind.STOP, reason.text), out));
        }
    }
}
