package io.llmp.batch.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmp run}. */
@Command(
        name = "run",
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
        })
@SuppressWarnings("NullAway.Init")
final class RunCommand implements Callable<Integer> {

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

    @Option(names = "--concurrency", paramLabel = "N", description = "Calls in flight at once.")
    @Nullable
    Integer concurrency;

    @Option(names = "--rpm", paramLabel = "N", description = "Requests a minute.")
    @Nullable
    Integer rpm;

    @Option(names = "--tpm", paramLabel = "N", description = "Tokens a minute, prompt and completion together.")
    @Nullable
    Integer tpm;

    @Option(names = "--limit", paramLabel = "N", description = "Take only the first N rows.")
    @Nullable
    Long limit;

    @Option(
            names = "--max-skips",
            paramLabel = "N|P%",
            description =
                    "End the run when more items than this are skipped (default: 10%%, judged from 100 items on).")
    @Nullable
    String maxSkips;

    @Option(names = "--run-key", paramLabel = "K", description = "Tells this run from others of the same command.")
    @Nullable
    String runKey;

    @Option(names = "--rerun", description = "Begin anew a run that is complete.")
    boolean rerun;

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

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A configuration key for this run, such as llmp.retry.max-attempts=8.")
    Map<String, String> settings = new LinkedHashMap<>();

    @Override
    public Integer call() {
        requirePositive("--concurrency", concurrency);
        requirePositive("--rpm", rpm);
        requirePositive("--tpm", tpm);
        requirePositive("--limit", limit);
        return RunExecution.execute(this);
    }

    private void requirePositive(String option, @Nullable Number value) {
        if (value != null && value.longValue() < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '" + option + "': must be at least 1 but was " + value);
        }
    }
}
