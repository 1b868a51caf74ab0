package io.llmp.batch.cli.option;

import io.llmp.batch.cli.terminal.Verbosity;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** How much a command says. May be given to every command, before or after its name. */
public final class VerbosityMixin {

    @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "Print problems only.")
    private boolean quiet;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Write a more detailed log to standard error as well.")
    private boolean verbose;

    @Option(
            names = "--log-format",
            scope = ScopeType.INHERIT,
            paramLabel = "F",
            description = "Format of the log under LLMP_HOME/logs: text or json.")
    private Verbosity.LogFormat logFormat = Verbosity.LogFormat.TEXT;

    /** Has this process say as much as was asked for. */
    public void apply() {
        Verbosity.set(quiet, verbose, logFormat);
    }
}
