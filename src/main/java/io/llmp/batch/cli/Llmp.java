package io.llmp.batch.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code llmp}. Nothing here, nor in the commands' options, touches Spring, so that help is quick. */
@Command(
        name = "llmp",
        mixinStandardHelpOptions = true,
        version = "llmp 0.1.0",
        description = "Applies a versioned LLM job template to every row of a CSV or Parquet dataset,"
                + " and never pays for an answer twice.",
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0   every item has an answer, or the same run was already complete",
            "  1   failed; the same command goes on where it was",
            "  2   usage, or an invalid template or input",
            "  3   complete, with skipped items",
            "  4   stopped or paused; the same command, or llmp resume, goes on where it was",
            "  75  in use by another process",
            "",
            "LLMP_HOME (default .llmp) holds the database and the logs; LLMP_CONFIG names another",
            "configuration directory."
        },
        subcommands = {
            JobCommand.class,
            RunCommand.class,
            StopCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            RestartCommand.class,
            AbandonCommand.class,
            RetryCommand.class,
            RunsCommand.class,
            StatusCommand.class,
            RecordsCommand.class,
            CompareCommand.class,
            ExportCommand.class,
            SimulateCommand.class
        })
public final class Llmp implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Runs the command in {@code args} and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    /** Runs the command in {@code args} and returns its exit code. */
    static int execute(String... args) {
        CommandLine commands = new CommandLine(new Llmp())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setColorScheme(Terminal.colours())
                .setExecutionExceptionHandler(new Problems());
        return commands.execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command.");
    }
}
