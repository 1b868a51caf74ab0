package io.llmp.batch.cli.look;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.option.CsvSafeMixin;
import io.llmp.batch.cli.option.DirectoryMixin;
import io.llmp.batch.cli.run.StoredArguments;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Figures;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.cli.text.RunText;
import io.llmp.batch.export.Exporter;
import io.llmp.batch.export.ResultFile;
import io.llmp.batch.export.ResultFormat;
import io.llmp.batch.export.ResultSchema;
import io.llmp.batch.export.Results;
import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.Datasets;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.run.prepare.RunInputs;
import io.llmp.batch.run.spec.RunSpec;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code llmp export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes the output of a run again, from its records.",
        footerHeading = "%nExample:%n",
        footer = "  llmp export last --output triaged.parquet")
@SuppressWarnings("NullAway.Init")
public final class ExportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "The run: its name, the beginning of it, or 'last'.")
    String run;

    @Option(names = "--output", required = true, paramLabel = "PATH", description = "The file to write.")
    String output;

    @Option(names = "--output-format", paramLabel = "F", description = "csv or parquet (default: by the extension).")
    @Nullable
    String outputFormat;

    @Mixin
    CsvSafeMixin csvSafeMixin;

    @Mixin
    DirectoryMixin directory;

    @Option(names = "--overwrite", description = "Overwrite an output that llmp did not write.")
    boolean overwrite;

    @Override
    public Integer call() {
        try (Application application = Application.forReading()) {
            RunStore runs = application.part(RunStore.class);
            Run found = runs.get(run);
            Long items = found.items();
            if (items == null || found.counts().done() < items) {
                throw ProblemException.invalid(
                        "Run " + found.id() + " is not complete: "
                                + (items == null ? "its rows are not counted yet" : RunText.rows(found)) + ".",
                        "Run its command again to complete it.");
            }
            directory.prepare(application.part(Results.class), output);
            application.part(Exporter.class).requireReplaceable(output, overwrite, runs);
            write(application, found, items);
            return ExitCode.OK;
        }
    }

    private void write(Application application, Run found, long items) {
        Exporter exporter = application.part(Exporter.class);
        ResultFormat format = exporter.format(output, csvSafeMixin.format(outputFormat, output));
        TemplateRef template = TemplateRef.parse(RunText.reference(found));
        JobTemplate job = application.part(TemplateRegistry.class).get(template).template();
        ResultSchema schema = ResultSchema.of(found.inputSchema(), job);
        ResultFile file = new ResultFile(output, format, schema, found.simulated());
        exporter.export(found.id(), items, file, () -> input(application, found, job), () -> {});
        PrintWriter out = Terminal.out();
        out.println(Figures.rows(items) + " of run " + found.id() + " written to " + output);
        out.flush();
    }

    /** Opens the input of a run again, for values that its records leave out. */
    private static Dataset input(Application application, Run run, JobTemplate template) {
        RunStore runs = application.part(RunStore.class);
        RunSpec.Input asked = StoredArguments.spec(run, runs).input();
        Dataset input =
                new RunInputs(application.part(Datasets.class), runs).open(asked.path(), asked.options(), template);
        try {
            if (input.fingerprint().equals(run.identity().fingerprint())) {
                return input;
            }
        } catch (IOException e) {
            throw RunInputs.unreadable(asked.path(), e);
        }
        throw ProblemException.invalid(
                "Some values of run " + run.id() + " were too large to be kept, and its input " + asked.path()
                        + " has changed since.",
                "Put the input as it was back in its place.");
    }
}
