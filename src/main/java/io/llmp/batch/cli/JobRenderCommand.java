package io.llmp.batch.cli;

import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.Datasets;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.Item;
import io.llmp.batch.input.ItemCursor;
import io.llmp.batch.input.Split;
import io.llmp.batch.input.SplitPlan;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.template.InputCheck;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.PromptRenderer;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code llmp job render}. */
@Command(
        name = "render",
        mixinStandardHelpOptions = true,
        description = "Prints the messages that a row would be sent as, calling nothing.",
        footerHeading = "%nExample:%n",
        footer = "  llmp job render ticket-triage@2 --input tickets.csv --row 0")
@SuppressWarnings("NullAway.Init")
final class JobRenderCommand implements Callable<Integer> {

    /** A row is sought from the begin of its split on. */
    private static final int ROWS_PER_SPLIT = 1000;

    @Parameters(paramLabel = "NAME[@V]", description = "The template, and its version if not the active one.")
    String template;

    @Option(names = "--input", required = true, paramLabel = "PATH", description = "A file, a directory or a glob.")
    String input;

    @Option(names = "--row", required = true, paramLabel = "N", description = "0-based index of the row.")
    long row;

    @Mixin
    InputMixin inputMixin;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Terminal.out();
        try (Application application = Application.forReading()) {
            JobTemplate found = application
                    .part(TemplateRegistry.class)
                    .get(TemplateRef.parse(template))
                    .template();
            Dataset dataset = application
                    .part(Datasets.class)
                    .open(input, new InputOptions(inputMixin.format, inputMixin.charset, inputMixin.delimiter));
            InputCheck check = new InputCheck(found);
            check.requireColumns(dataset.schema().columns(), input);
            print(render(found, check, item(dataset)), out);
            return ExitCode.OK;
        } finally {
            out.flush();
        }
    }

    private Item item(Dataset dataset) throws IOException {
        if (row < 0) {
            throw ProblemException.invalid("There is no row " + row + ".", "Rows count from 0.");
        }
        SplitPlan plan = dataset.plan(row + 1, all -> ROWS_PER_SPLIT);
        if (row >= plan.items()) {
            throw ProblemException.invalid(
                    "The input " + input + " has " + plan.items() + " rows, so there is no row " + row + ".",
                    "Rows count from 0.");
        }
        List<Split> splits = plan.splits();
        try (ItemCursor cursor = dataset.open(splits.get(splits.size() - 1))) {
            Item item = cursor.next();
            while (item != null && item.index() < row) {
                item = cursor.next();
            }
            if (item == null) {
                throw new IllegalStateException("the plan counts row " + row + " but the file ends before it");
            }
            return item;
        }
    }

    private List<Message> render(JobTemplate found, InputCheck check, Item item) {
        if (item instanceof Item.Malformed malformed) {
            throw ProblemException.invalid(
                    "The row is malformed. " + malformed.problem(), "A run would skip it as MALFORMED_ROW.");
        }
        InputCheck.Result result = check.check(item.values());
        if (result instanceof InputCheck.Result.Invalid invalid) {
            throw ProblemException.invalid(
                    "Row " + row + " does not satisfy the input schema: " + invalid.problem(),
                    "A run would skip it as INVALID_INPUT.");
        }
        return new PromptRenderer(found).render(((InputCheck.Result.Valid) result).input());
    }

    private static void print(List<Message> messages, PrintWriter out) {
        for (Message message : messages) {
            out.println("--- " + message.role().name().toLowerCase(Locale.ROOT));
            out.println(message.content().stripTrailing());
        }
    }
}
