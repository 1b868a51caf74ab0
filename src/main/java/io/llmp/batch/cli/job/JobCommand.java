package io.llmp.batch.cli.job;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code llmp job}. */
@Command(
        name = "job",
        mixinStandardHelpOptions = true,
        description = "Manages job templates and their versions.",
        subcommands = {
            JobApplyCommand.class,
            JobListCommand.class,
            JobShowCommand.class,
            JobVersionsCommand.class,
            JobDiffCommand.class,
            JobRenderCommand.class,
            JobTestCommand.class,
            JobSchemaCommand.class,
            JobActivateCommand.class,
            JobRollbackCommand.class,
            JobPauseCommand.class,
            JobResumeCommand.class,
            JobRetireCommand.class,
            JobEventsCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmp job apply ticket-triage.yaml",
            "  llmp job diff ticket-triage",
        })
public final class JobCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command.");
    }
}
