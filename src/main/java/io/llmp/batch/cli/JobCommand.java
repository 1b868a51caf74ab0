package io.llmp.batch.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code llmp job}. */
@Command(
        name = "job",
        mixinStandardHelpOptions = true,
        description = "Registers and shows job templates.",
        subcommands = {
            JobApplyCommand.class,
            JobListCommand.class,
            JobShowCommand.class,
            JobVersionsCommand.class,
            JobRenderCommand.class
        })
final class JobCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command.");
    }
}
