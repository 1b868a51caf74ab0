package io.llmp.batch.cli;

import io.llmp.batch.problem.Nearest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmp help}: the same as {@code --help} of the command that is named. */
@Command(
        name = "help",
        mixinStandardHelpOptions = true,
        description = "Shows the help of a command.",
        footerHeading = "%nExamples:%n",
        footer = {"  llmp help run", "  llmp help job apply"})
@SuppressWarnings("NullAway.Init")
final class HelpCommand implements Runnable {

    @Spec
    CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command and its subcommand.")
    List<String> names = new ArrayList<>();

    @Override
    public void run() {
        CommandLine command = spec.root().commandLine();
        for (String name : names) {
            CommandLine named = command.getSubcommands().get(name);
            if (named == null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "There is no command '" + name + "'."
                                + Nearest.to(name, command.getSubcommands().keySet())
                                        .map(near -> " Did you mean '" + near + "'?")
                                        .orElse(""));
            }
            command = named;
        }
        command.usage(System.out);
    }
}
