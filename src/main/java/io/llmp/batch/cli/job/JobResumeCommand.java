package io.llmp.batch.cli.job;

import io.llmp.batch.template.TemplateMove;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code llmp job resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Allows new runs of a paused template again.",
        footerHeading = "%nExample:%n",
        footer = "  llmp job resume ticket-triage")
@SuppressWarnings("NullAway.Init")
final class JobResumeCommand extends TemplateTransitionCommand {

    @Parameters(paramLabel = "NAME", description = "The template.")
    String name;

    @Override
    String name() {
        return TemplateRef.name(name);
    }

    @Override
    TemplateMove move(TemplateRegistry registry) {
        return TemplateMove.RESUME;
    }
}
