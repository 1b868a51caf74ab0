package io.llmp.batch.cli.run;

import io.llmp.batch.cli.option.CsvSafeMixin;
import io.llmp.batch.cli.option.DirectoryMixin;
import io.llmp.batch.cli.option.InputMixin;
import io.llmp.batch.cli.option.ProviderMixin;
import io.llmp.batch.cli.option.TuningMixin;
import io.llmp.batch.cli.option.VerbosityMixin;
import io.llmp.batch.cli.option.WatchMixin;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.run.spec.RunSpec;
import io.llmp.batch.template.TemplateRef;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
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
            "Running the same command again continues the run: rows with a record are not sent again. A"
                    + " run is identified by template version, provider, model, input (path and content), output,"
                    + " --limit and --run-key; pace and limits may change."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmp run ticket-triage --input tickets.csv --output triaged.csv",
            "  llmp run ticket-triage@3 --input 'in/*.parquet' --output out.parquet \\",
            "      --provider openai --rpm 500",
            "  llmp run ticket-triage --input tickets.csv --output triaged.csv \\",
            "      --max-cost 20 --confirm-above 5",
            "  llmp run fix@1 --input 'run:4f2a?status=SKIPPED' --output fixed.csv",
        })
@SuppressWarnings("NullAway.Init")
public final class RunCommand implements Callable<Integer> {

    static final String NAME = "run";

    /** What an input without rows is. */
    enum Empty {
        OK,
        FAIL
    }

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "NAME[@V]", description = "The template, and its version if not the active one.")
    String template;

    @Option(
            names = "--input",
            required = true,
            paramLabel = "DATA",
            description = "A file, a directory, a glob, or run:ID[?status=S].")
    String input;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "PATH",
            description = "File to write: every input row once, in input order.")
    String output;

    @Mixin
    ProviderMixin providerMixin;

    @Mixin
    TuningMixin tuning;

    @Mixin
    WatchMixin watching;

    @Option(names = "--limit", paramLabel = "N", description = "Take only the first N rows.")
    @Nullable
    Long limit;

    @Option(
            names = "--run-key",
            paramLabel = "K",
            description = "Distinguishes this run from earlier ones, e.g. a date.")
    @Nullable
    String runKey;

    @Option(names = "--no-reuse", description = "Send every row, even if it was answered before.")
    boolean noReuse;

    @Option(names = "--rerun", description = "Start over even if the same run is complete.")
    boolean rerun;

    @Mixin
    DirectoryMixin directory;

    @Option(
            names = "--empty",
            paramLabel = "ok|fail",
            description = "Accept an input without rows (default for files), or exit with 2.")
    @Nullable
    Empty empty;

    @Option(names = "--overwrite", description = "Overwrite an output that llmp did not write.")
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
            description = "Estimate first; ask before a run that may cost more.")
    @Nullable
    BigDecimal confirmAbove;

    @Override
    public Integer call() {
        tuning.check();
        TuningMixin.requirePositive(spec, "--limit", limit);
        if (confirmAbove != null && !CostConfirmation.obtain(this, confirmAbove)) {
            Terminal.err().println("llmp: no run was started");
            return ExitCode.INVALID;
        }
        return RunSession.start(toSpec());
    }

    /** Returns the command that {@code arguments}, which follow {@code llmp run}, are parsed to. */
    static RunCommand parse(List<String> arguments) {
        RunCommand command = new RunCommand();
        CommandLine line = new CommandLine(command);
        line.addMixin("verbosity", new VerbosityMixin());
        line.setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments.toArray(String[]::new));
        return command;
    }

    /** Returns what this command asks for. */
    RunSpec toSpec() {
        Map<String, String> settings = providerMixin.settings(watching.settings());
        return new RunSpec(
                TemplateRef.parse(template),
                new RunSpec.Input(input, inputMixin.format, inputMixin.charset, inputMixin.delimiter, emptiness()),
                new RunSpec.Output(output, csvSafeMixin.format(outputFormat, output), overwrite, directory.mkdir),
                new RunSpec.Model(providerMixin.provider, providerMixin.model, providerMixin.baseUrl),
                tuning.tuning(settings),
                limit,
                runKey,
                rerun,
                !noReuse,
                watching.jsonProgress);
    }

    private RunSpec.Empty emptiness() {
        if (empty == null) {
            return RunSpec.Empty.FILES;
        }
        return empty == Empty.OK ? RunSpec.Empty.OK : RunSpec.Empty.FAIL;
    }
}
