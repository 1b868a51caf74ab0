package io.llmp.batch.cli;

import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.report.ReportFormat;
import io.llmp.batch.report.Reporter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code llmp report}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a report of a run: pace, latency, tokens and cost, skips, answers, template version, history.",
            "",
            "The HTML file is whole in itself: it has no scripts and loads nothing. An earlier report is replaced."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmp report last --output run.html",
            "  llmp report 4f2a --output run.md --no-content",
        })
@SuppressWarnings("NullAway.Init")
final class ReportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "The run, the beginning of its name, or 'last'.")
    String run;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The file to write.")
    Path output;

    @Option(names = "--format", paramLabel = "F", description = "html, md or json (default: by the extension).")
    @Nullable
    String format;

    @Option(
            names = "--no-content",
            description =
                    "Leave out what came out of rows: keys, inputs, errors, and values the template does not list.")
    boolean noContent;

    @Mixin
    DirectoryMixin directory;

    @Option(names = "--overwrite", description = "Replace a file that is no report.")
    boolean overwrite;

    @Override
    public Integer call() {
        try (Application application = Application.forReading()) {
            Reporter reporter = application.part(Reporter.class);
            ReportFormat chosen = reporter.format(output, format);
            Run found = application.part(RunStore.class).get(run);
            directory.prepare(output);
            reporter.write(found, output, chosen, !noContent, overwrite, ZoneId.systemDefault());
            PrintWriter out = Terminal.out();
            out.println("report of run " + found.id() + " written to " + output);
            out.flush();
            return ExitCode.OK;
        }
    }
}
