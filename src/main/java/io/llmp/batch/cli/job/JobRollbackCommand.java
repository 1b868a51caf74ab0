package io.llmp.batch.cli.job;

import io.llmp.batch.cli.option.TuningMixin;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.template.TemplateMove;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmp job rollback}. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = {
            "Makes an earlier version the active one again.",
            "No version is removed. Runs that have started keep their version."
        },
        footerHeading = "%nExample:%n",
        footer = "  llmp job rollback ticket-triage --reason 'version 3 calls everything urgent'")
@SuppressWarnings("NullAway.Init")
final class JobRollbackCommand extends TemplateTransitionCommand {

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The template.")
    String name;

    @Option(names = "--to", paramLabel = "V", description = "The version (default: the one before the active).")
    @Nullable
    Integer version;

    @Override
    String name() {
        return TemplateRef.name(name);
    }

    @Override
    TemplateMove move(TemplateRegistry registry) {
        TuningMixin.requirePositive(spec, "--to", version);
        return TemplateMove.rollBack(version == null ? before(registry.status(name())) : version);
    }

    private static int before(TemplateStatus status) {
        Integer active = status.activeVersion();
        if (active == null || active == 1) {
            throw ProblemException.invalid(
                    "The job template '" + status.name() + "' has no version before "
                            + (active == null ? "an active one" : "version 1") + ".",
                    "See 'llmp job versions " + status.name() + "'.");
        }
        return active - 1;
    }
}
