package io.llmp.batch.cli;

import io.llmp.batch.export.Exporter;
import io.llmp.batch.export.ResultFile;
import io.llmp.batch.export.ResultFormat;
import io.llmp.batch.export.ResultSchema;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import java.io.PrintWriter;
import java.nio.file.Path;
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
final class ExportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "The run: its name, the beginning of it, or 'last'.")
    String run;

    @Option(names = "--output", required = true, paramLabel = "PATH", description = "The file to write.")
    Path output;

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
            directory.prepare(output);
            Exporter.requireReplaceable(output, overwrite, runs);
            write(application, found, items);
            return ExitCode.OK;
        }
    }

    private void write(Application application, Run found, long items) {
        Exporter exporter = application.part(Exporter.class);
        ResultFormat format = exporter.format(output, csvSafeMixin.format(outputFormat, output));
        TemplateRef template = TemplateRef.parse(RunText.reference(found));
        ResultSchema schema = ResultSchema.of(
                found.inputSchema(),
                application.part(TemplateRegistry.class).get(template).template());
        exporter.export(found.id(), items, new ResultFile(output, format, schema, found.simulated()), () -> {});
        PrintWriter out = Terminal.out();
        out.println(Figures.rows(items) + " of run " + found.id() + " written to " + output);
        out.flush();
    }
}
