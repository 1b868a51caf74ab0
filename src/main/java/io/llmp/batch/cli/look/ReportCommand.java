package io.llmp.batch.cli.look;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.option.DirectoryMixin;
import io.llmp.batch.cli.terminal.CommandVocabulary;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.export.Results;
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
            "Writes a report of a run as one HTML, Markdown or JSON file.",
            "",
            "It covers pace, latency, tokens, cost, skips, answers, template version and history. The"
                    + " HTML file has no scripts and loads nothing. An earlier report is replaced."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmp report last --output run.html",
            "  llmp report 4f2a --output run.md --no-content",
        })
@SuppressWarnings("NullAway.Init")
public final class ReportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "The run: its name, the beginning of it, or 'last'.")
    String run;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The file to write.")
    Path output;

    @Option(names = "--format", paramLabel = "F", description = "html, md or json (default: by the extension).")
    @Nullable
    String format;

    @Option(names = "--no-content", description = "Leave out keys, inputs, errors and free-text values.")
    boolean noContent;

    @Mixin
    DirectoryMixin directory;

    @Option(names = "--overwrite", description = "Overwrite a file that is not a report.")
    boolean overwrite;

    @Override
    public Integer call() {
        try (Application application = Application.forReading()) {
            Reporter reporter = application.part(Reporter.class);
            ReportFormat chosen = reporter.format(output, format);
            Run found = application.part(RunStore.class).get(run);
            directory.prepare(application.part(Results.class), output.toString());
            reporter.write(
                    found, output, chosen, !noContent, overwrite, ZoneId.systemDefault(), CommandVocabulary.INSTANCE);
            PrintWriter out = Terminal.out();
            out.println("report of run " + found.id() + " written to " + output);
            out.flush();
            return ExitCode.OK;
        }
    }
}
