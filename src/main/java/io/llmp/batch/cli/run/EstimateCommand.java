package io.llmp.batch.cli.run;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.option.InputMixin;
import io.llmp.batch.cli.option.ProviderMixin;
import io.llmp.batch.cli.option.TuningMixin;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.JsonText;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.cli.text.EstimateText;
import io.llmp.batch.estimate.Estimate;
import io.llmp.batch.estimate.EstimateRequest;
import io.llmp.batch.estimate.Estimator;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.run.RunResult;
import io.llmp.batch.template.TemplateRef;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmp estimate}. */
@Command(
        name = "estimate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Estimates rows, tokens, cost and time of a run.",
            "",
            "Calls no model and needs no key. The length of answers comes from earlier runs of the same"
                    + " template version and model, if there are any; --probe makes a small one. Takes the options"
                    + " of 'llmp run' that change requests or pace."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmp estimate ticket-triage --input tickets.csv",
            "  llmp estimate ticket-triage --input tickets.csv --provider openai --probe 30"
        })
@SuppressWarnings("NullAway.Init")
public final class EstimateCommand implements Callable<Integer> {

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
            names = "--probe",
            paramLabel = "N",
            description = "Run the first N rows first (paid) to estimate the rest.")
    @Nullable
    Integer probe;

    @Mixin
    ProviderMixin providerMixin;

    @Mixin
    TuningMixin tuning;

    @Option(names = "--limit", paramLabel = "N", description = "Take only the first N rows.")
    @Nullable
    Long limit;

    @Option(names = "--no-reuse", description = "Send every row, even if it was answered before.")
    boolean noReuse;

    @Mixin
    InputMixin inputMixin;

    @Option(names = "--json", description = "Print a JSON array of one object.")
    boolean json;

    @Override
    public Integer call() {
        tuning.check();
        TuningMixin.requirePositive(spec, "--limit", limit);
        TuningMixin.requirePositive(spec, "--probe", probe);
        if (probe != null) {
            RunResult report = Probe.run(this, probe);
            if (report.run().status() != RunStatus.COMPLETED) {
                return ExitCode.of(report.run());
            }
        }
        Estimate estimate = estimate();
        PrintWriter out = Terminal.out();
        if (json) {
            JsonText.array(List.of(EstimateText.json(estimate)).iterator(), out);
        } else {
            EstimateText.print(estimate, out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private Estimate estimate() {
        EstimateRequest request = new EstimateRequest(
                TemplateRef.parse(template),
                input,
                inputMixin.options(),
                providerMixin.selection(tuning.concurrency, tuning.rpm, tuning.tpm),
                limit,
                !noReuse);
        try (Application application = Application.forAsking(providerMixin.settings(tuning.settings))) {
            providerMixin.announce(application, template);
            return application.part(Estimator.class).estimate(request);
        }
    }

    /** Returns the estimate of a run that has not begun. */
    static Estimate estimate(RunCommand command) {
        EstimateCommand estimate = new EstimateCommand();
        estimate.template = command.template;
        estimate.input = command.input;
        estimate.inputMixin = command.inputMixin;
        estimate.providerMixin = command.providerMixin;
        estimate.tuning = command.tuning;
        estimate.limit = command.limit;
        estimate.noReuse = command.noReuse;
        return estimate.estimate();
    }
}
