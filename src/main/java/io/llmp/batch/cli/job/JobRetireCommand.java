package io.llmp.batch.cli.job;

import io.llmp.batch.template.TemplateMove;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code llmp job retire}. */
@Command(
        name = "retire",
        mixinStandardHelpOptions = true,
        description = "Prevents new runs of a template for good.",
        footerHeading = "%nExample:%n",
        footer = "  llmp job retire ticket-triage --reason 'replaced by ticket-routing'")
@SuppressWarnings("NullAway.Init")
final class JobRetireCommand extends TemplateTransitionCommand {

    @Parameters(paramLabel = "NAME", description = "The template.")
    String name;

    @Override
    String name() {
        return TemplateRef.name(name);
    }

    @Override
    TemplateMove move(TemplateRegistry registry) {
        return TemplateMove.RETIRE;
    }
}
