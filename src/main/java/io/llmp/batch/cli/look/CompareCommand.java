package io.llmp.batch.cli.look;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.context.ReadingCommand;
import io.llmp.batch.cli.option.DirectoryMixin;
import io.llmp.batch.cli.text.ChangedRowsFile;
import io.llmp.batch.cli.text.ComparisonJson;
import io.llmp.batch.cli.text.ComparisonText;
import io.llmp.batch.cli.text.RunText;
import io.llmp.batch.export.ResultSchema;
import io.llmp.batch.export.ResultSchema.OutputColumn;
import io.llmp.batch.export.Results;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.compare.ComparedRow;
import io.llmp.batch.record.compare.ComparisonCounts;
import io.llmp.batch.record.compare.RunComparison;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code llmp compare}. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how answers changed from one run to another.",
            "",
            "Rows of the same input are matched by position, those of different inputs by the template's key."
        },
        footerHeading = "%nExample:%n",
        footer = "  llmp compare 4f2a last --output changed.csv")
@SuppressWarnings("NullAway.Init")
public final class CompareCommand extends ReadingCommand {

    @Parameters(paramLabel = "RUN_A", description = "The baseline run.")
    String former;

    @Parameters(paramLabel = "RUN_B", description = "The run to compare with it.")
    String present;

    @Option(names = "--limit", paramLabel = "N", description = "Show at most N changed rows (default: 10).")
    int limit = 10;

    @Option(names = "--output", paramLabel = "FILE.csv", description = "Write all changed rows to this file.")
    @Nullable
    String output;

    @Mixin
    DirectoryMixin directory;

    @Override
    protected void print(Application application, PrintWriter out) {
        RunStore runs = application.part(RunStore.class);
        Run from = runs.get(former);
        Run to = runs.get(present);
        List<String> fields = Stream.of(from, to)
                .flatMap(run -> fields(application, run).stream())
                .distinct()
                .toList();
        RunComparison comparison = new RunComparison(application.part(JobRecordStore.class), from, to, fields);
        if (output != null) {
            directory.prepare(application.part(Results.class), output);
        }
        try (ChangedRowsFile file =
                output == null ? null : new ChangedRowsFile(application.part(Results.class), output, fields)) {
            Consumer<ComparedRow> toFile = file == null ? row -> {} : file::write;
            if (json) {
                requireCommonRows(ComparisonJson.print(from, to, comparison, toFile, out), from, to);
            } else {
                List<ComparedRow> first = new ArrayList<>();
                ComparisonCounts counts = comparison.compare(toFile.andThen(row -> {
                    if (first.size() < limit) {
                        first.add(row);
                    }
                }));
                requireCommonRows(counts, from, to);
                new ComparisonText(from, to, comparison.sameInput()).print(counts, first, out);
            }
            if (file != null) {
                file.finish();
            }
        }
    }

    private static void requireCommonRows(ComparisonCounts counts, Run from, Run to) {
        if (counts.both() == 0) {
            throw ProblemException.invalid(
                    "Runs " + from.id() + " and " + to.id() + " have no row in common.",
                    "Rows of different inputs are matched by the template's key: set 'key' to a column that identifies a"
                            + " row in both, or compare two runs over the same input.");
        }
    }

    private static List<String> fields(Application application, Run run) {
        TemplateRef made = TemplateRef.parse(RunText.reference(run));
        return ResultSchema.of(
                        run.inputSchema(),
                        application.part(TemplateRegistry.class).get(made).template())
                .outputs()
                .stream()
                .map(OutputColumn::name)
                .toList();
    }
}
