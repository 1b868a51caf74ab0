package io.llmp.batch.cli;

import io.llmp.batch.cli.context.Problems;
import io.llmp.batch.cli.context.UsageErrorHandler;
import io.llmp.batch.cli.job.JobCommand;
import io.llmp.batch.cli.look.CompareCommand;
import io.llmp.batch.cli.look.ExportCommand;
import io.llmp.batch.cli.look.RecordsCommand;
import io.llmp.batch.cli.look.ReportCommand;
import io.llmp.batch.cli.look.RunsCommand;
import io.llmp.batch.cli.look.StatsCommand;
import io.llmp.batch.cli.look.StatusCommand;
import io.llmp.batch.cli.option.VerbosityMixin;
import io.llmp.batch.cli.run.AbandonCommand;
import io.llmp.batch.cli.run.EstimateCommand;
import io.llmp.batch.cli.run.PauseCommand;
import io.llmp.batch.cli.run.RestartCommand;
import io.llmp.batch.cli.run.ResumeCommand;
import io.llmp.batch.cli.run.RetryCommand;
import io.llmp.batch.cli.run.RunCommand;
import io.llmp.batch.cli.run.StopCommand;
import io.llmp.batch.cli.store.StoreCommand;
import io.llmp.batch.cli.terminal.StandardOutput;
import io.llmp.batch.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The program {@code llmp}. Nothing here, nor in the commands' options, touches Spring, so that help is quick. */
@Command(
        name = "llmp",
        mixinStandardHelpOptions = true,
        version = "llmp 0.1.0",
        description = "Applies a versioned LLM job template to every row of a CSV or Parquet dataset,"
                + " and never pays for an answer twice.",
        footerHeading = "%nExample:%n",
        footer = {
            "  llmp run ticket-triage --input tickets.csv --output triaged.csv",
            "",
            "Exit codes:",
            "  0   every row has an answer (also when the same run was already complete)",
            "  1   failed; the same command continues",
            "  2   usage, or an invalid template or input",
            "  3   complete, with skipped rows",
            "  4   stopped, paused or at a limit; the same command or llmp resume continues",
            "  75  in use by another process",
            "",
            "LLMP_HOME (default .llmp) holds the database and the logs.",
            "LLMP_CONFIG names another configuration directory."
        },
        subcommands = {
            JobCommand.class,
            RunCommand.class,
            EstimateCommand.class,
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
            ReportCommand.class,
            StatsCommand.class,
            CompletionCommand.class,
            StoreCommand.class,
            SimulateCommand.class,
            HelpCommand.class
        })
public final class Llmp implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private VerbosityMixin verbosity;

    /** Runs the command in {@code args} and ends the process with its exit code. */
    public static void main(String[] args) {
        StandardOutput output = StandardOutput.install();
        System.exit(output.conclude(execute(args), Terminal.err()));
    }

    /** Runs the command in {@code args} and returns its exit code. */
    static int execute(String... args) {
        return commands().execute(args);
    }

    /** Returns all commands, ready to parse arguments. */
    static CommandLine commands() {
        Llmp llmp = new Llmp();
        return new CommandLine(llmp)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setColorScheme(Terminal.colours())
                .setExecutionStrategy(llmp::executeParsed)
                .setParameterExceptionHandler(new UsageErrorHandler())
                .setExecutionExceptionHandler(new Problems());
    }

    /** Only what is executed, not what is just parsed, changes how loud the process is. */
    private int executeParsed(ParseResult parsed) {
        verbosity.apply();
        return new CommandLine.RunLast().execute(parsed);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command.");
    }
}
