package io.llmp.batch.cli;

import io.llmp.batch.template.TemplateMove;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code llmp job pause}. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = {
            "Keeps a template from starting runs until it is resumed.",
            "Versions can still be added and activated; complete runs stay as they are."
        },
        footerHeading = "%nExample:%n",
        footer = "  llmp job pause ticket-triage --reason 'calls everything urgent'")
@SuppressWarnings("NullAway.Init")
final class JobPauseCommand extends MovingCommand {

    @Parameters(paramLabel = "NAME", description = "The template.")
    String name;

    @Override
    String name() {
        return TemplateRef.name(name);
    }

    @Override
    TemplateMove move(TemplateRegistry registry) {
        return TemplateMove.PAUSE;
    }
}
