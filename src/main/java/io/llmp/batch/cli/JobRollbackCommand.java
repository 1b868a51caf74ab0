package io.llmp.batch.cli;

import io.llmp.batch.template.TemplateMove;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmp job rollback}. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = {
            "Makes an earlier version the active one again. No version is removed.",
            "Runs that have begun keep the version they began with."
        },
        footerHeading = "%nExample:%n",
        footer = "  llmp job rollback ticket-triage --to 2 --reason 'version 3 calls everything urgent'")
@SuppressWarnings("NullAway.Init")
final class JobRollbackCommand extends MovingCommand {

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The template.")
    String name;

    @Option(names = "--to", required = true, paramLabel = "V", description = "The version to go back to.")
    int version;

    @Override
    String name() {
        return TemplateRef.name(name);
    }

    @Override
    TemplateMove move(TemplateRegistry registry) {
        if (version < 1) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--to': must be at least 1 but was " + version);
        }
        return TemplateMove.rollBack(version);
    }
}
