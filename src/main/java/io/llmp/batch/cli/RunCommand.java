package io.llmp.batch.cli;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmp run}. */
@Command(
        name = RunCommand.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Applies a template to every row of an input and writes the output.",
            "",
            "Running the same command again goes on where the run was: rows with a record are not sent again."
                    + " A run is told from others by template version, provider, model, input (path and content),"
                    + " output, --limit and --run-key; how fast it goes and when it gives up is no part of that."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmp run ticket-triage --input tickets.csv --output triaged.csv",
            "  llmp run ticket-triage@3 --input 'in/*.parquet' --output out.parquet --provider openai --rpm 500",
            "  llmp run ticket-triage --input tickets.csv --output triaged.csv --max-cost 20 --confirm-above 5",
        })
@SuppressWarnings("NullAway.Init")
final class RunCommand implements Callable<Integer> {

    static final String NAME = "run";

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "NAME[@V]", description = "The template, and its version if not the active one.")
    String template;

    @Option(names = "--input", required = true, paramLabel = "PATH", description = "A file, a directory or a glob.")
    String input;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "PATH",
            description = "The file to write: every input row once, in input order.")
    Path output;

    @Mixin
    ProviderMixin providerMixin;

    @Mixin
    TuningMixin tuning;

    @Mixin
    WatchMixin watching;

    @Option(names = "--limit", paramLabel = "N", description = "Take only the first N rows.")
    @Nullable
    Long limit;

    @Option(names = "--run-key", paramLabel = "K", description = "Tells this run from others of the same command.")
    @Nullable
    String runKey;

    @Option(
            names = "--no-reuse",
            description = "Ask about every row, also where an identical request has been answered before.")
    boolean noReuse;

    @Option(names = "--rerun", description = "Begin anew a run that is complete.")
    boolean rerun;

    @Mixin
    DirectoryMixin directory;

    @Option(names = "--overwrite", description = "Replace an output that no run here wrote.")
    boolean overwrite;

    @Mixin
    InputMixin inputMixin;

    @Option(
            names = "--output-format",
            paramLabel = "F",
            description = "csv or parquet (default: by the output's extension).")
    @Nullable
    String outputFormat;

    @Mixin
    CsvSafeMixin csvSafeMixin;

    @Option(
            names = "--confirm-above",
            paramLabel = "USD",
            description = "Estimate first ('llmp estimate'), and ask before a run that may cost more than this; where"
                    + " nobody can be asked, refuse it. Without a yes, the exit code is 2.")
    @Nullable
    BigDecimal confirmAbove;

    @Override
    public Integer call() {
        tuning.check();
        TuningMixin.requirePositive(spec, "--limit", limit);
        if (confirmAbove != null && !CostConfirmation.obtain(this, confirmAbove)) {
            Terminal.err().println("llmp: nothing was begun");
            return ExitCode.INVALID;
        }
        return RunExecution.execute(this, RunArguments.of(this), null);
    }
}
