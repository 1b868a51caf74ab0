package io.llmp.batch.cli.job;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.option.InputMixin;
import io.llmp.batch.cli.option.ProviderMixin;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.cli.text.RequestText;
import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.Item;
import io.llmp.batch.input.ItemCursor;
import io.llmp.batch.input.Split;
import io.llmp.batch.input.SplitPlan;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.run.prepare.RequestPreview;
import io.llmp.batch.run.prepare.RunInputs;
import io.llmp.batch.run.prepare.TemplateInput;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code llmp job render}. */
@Command(
        name = "render",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Prints the exact request for a row, and what it would cost.", "Calls nothing, and needs no key."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmp job render ticket-triage --input tickets.csv --row 0",
            "  llmp job render ticket-triage@2 --input tickets.csv --row 7 --json"
        })
@SuppressWarnings("NullAway.Init")
final class JobRenderCommand implements Callable<Integer> {

    /** A row is sought from the begin of its split on. */
    private static final int ROWS_PER_SPLIT = 1000;

    @Parameters(paramLabel = "NAME[@V]", description = "The template, and its version if not the active one.")
    String template;

    @Option(
            names = "--input",
            required = true,
            paramLabel = "DATA",
            description = "A file, a directory, a glob, or run:ID[?status=S].")
    String input;

    @Option(names = "--row", required = true, paramLabel = "N", description = "0-based index of the row.")
    long row;

    @Mixin
    InputMixin inputMixin;

    @Mixin
    ProviderMixin providerMixin;

    @Option(names = "--json", description = "Print the body of the request only, as sent.")
    boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Terminal.out();
        try (Application application = Application.forRunning(Map.of())) {
            TemplateVersion version = application.part(TemplateRegistry.class).get(TemplateRef.parse(template));
            providerMixin.announce(application, template);
            Dataset dataset = application.part(RunInputs.class).open(input, inputMixin.options(), version.template());
            TemplateInput.requireColumns(dataset, version.template(), input);
            RequestPreview.Preview preview = application
                    .part(RequestPreview.class)
                    .of(version, providerMixin.selection(null, null, null), item(dataset));
            if (json) {
                out.println(preview.body());
            } else {
                RequestText.print(version, preview, out);
            }
            return ExitCode.OK;
        } finally {
            out.flush();
        }
    }

    private Item item(Dataset dataset) throws IOException {
        if (row < 0) {
            throw ProblemException.invalid("There is no row " + row + ".", "Rows count from 0.");
        }
        SplitPlan plan = dataset.plan(Math.min(row, Dataset.NO_LIMIT - 1) + 1, all -> ROWS_PER_SPLIT);
        if (row >= plan.items()) {
            throw ProblemException.invalid(
                    "The input " + input + " has " + plan.items() + " rows, so there is no row " + row + ".",
                    "Rows count from 0.");
        }
        List<Split> splits = plan.splits();
        try (ItemCursor cursor = dataset.open(splits.get(splits.size() - 1), row)) {
            Item item = cursor.next();
            if (item == null) {
                throw new IllegalStateException("the plan counts row " + row + " but the file ends before it");
            }
            return item;
        }
    }
}
