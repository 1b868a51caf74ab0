package io.llmp.batch.cli.job;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.template.TemplateMove;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code llmp job activate}. */
@Command(
        name = "activate",
        mixinStandardHelpOptions = true,
        description = {"Makes a version the active one.", "Runs that have started keep their version."},
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmp job activate ticket-triage@4 --reason 'passed its tests'",
            "  llmp job activate ticket-triage@latest",
        })
@SuppressWarnings("NullAway.Init")
final class JobActivateCommand extends TemplateTransitionCommand {

    @Parameters(paramLabel = "NAME@V", description = "The template and the version, a number or 'latest'.")
    String template;

    @Override
    String name() {
        return TemplateRef.parse(template).name();
    }

    @Override
    TemplateMove move(TemplateRegistry registry) {
        TemplateRef ref = TemplateRef.parse(template);
        if (ref.version() == null && !ref.latest()) {
            throw ProblemException.invalid(
                    "'" + template + "' does not say which version to activate.",
                    "Write " + ref.name() + "@3 for the third, or " + ref.name() + "@latest for the newest.");
        }
        return TemplateMove.activate(registry.get(ref).version());
    }
}
