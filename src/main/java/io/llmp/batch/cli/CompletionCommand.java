package io.llmp.batch.cli;

import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmp completion}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a completion script for a shell.",
            "",
            "To have it in every shell, put the line of the example into .bashrc or .zshrc."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(llmp completion bash)",
            "  source <(llmp completion zsh)",
        })
@SuppressWarnings("NullAway.Init")
final class CompletionCommand implements Callable<Integer> {

    /** The shells there is a script for. */
    enum Shell {
        BASH,
        ZSH;

        /** As it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    Shell shell;

    @Override
    public Integer call() {
        CommandLine program = spec.root().commandLine();
        PrintWriter out = Terminal.out();
        if (shell == Shell.ZSH) {
            // The script is one for bash, which zsh understands once its completion is at work.
            out.println("autoload -U +X compinit && compinit -u");
        }
        out.println(AutoComplete.bash(program.getCommandName(), program));
        out.flush();
        return ExitCode.OK;
    }
}
