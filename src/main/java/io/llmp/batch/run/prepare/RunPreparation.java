package io.llmp.batch.run.prepare;

import io.llmp.batch.export.Exporter;
import io.llmp.batch.export.ResultFile;
import io.llmp.batch.export.ResultFormat;
import io.llmp.batch.export.ResultSchema;
import io.llmp.batch.export.ResultStorage;
import io.llmp.batch.export.Results;
import io.llmp.batch.input.Dataset;
import io.llmp.batch.llm.ModelSelection;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.Providers;
import io.llmp.batch.llm.ResolvedModel;
import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunIdentity;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.run.spec.RunRequest;
import io.llmp.batch.run.spec.RunSpec;
import io.llmp.batch.simulator.Simulator;
import io.llmp.batch.template.ModelSettings;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateVersion;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at everything a run needs before anything is paid, and finds the run that the same selection began before. */
public final class RunPreparation {

    private static final String LIES_IN_INPUT =
            "The output lies in the input's directory; runs of this input leave it out of their rows.";

    private final TemplateRegistry templates;
    private final RunInputs inputs;
    private final Models models;
    private final Results results;
    private final Exporter exporter;
    private final RunStore runs;
    private final InstantSource clock;

    public RunPreparation(
            TemplateRegistry templates,
            RunInputs inputs,
            Models models,
            Results results,
            Exporter exporter,
            RunStore runs,
            InstantSource clock) {
        this.templates = templates;
        this.inputs = inputs;
        this.models = models;
        this.results = results;
        this.exporter = exporter;
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * Examines what {@code request} selects and returns it ready to start.
     *
     * @param recover given the run that the selection began before, returns it as it is once its execution is known to live or
     *     to be dead
     * @throws ProblemException when something about the selection cannot work
     */
    public PreparedRun prepare(RunRequest request, UnaryOperator<Run> recover) {
        RunSpec spec = request.spec();
        templates.status(spec.template().name()).requireRunnable();
        TemplateVersion template = templates.get(spec.template());
        Dataset dataset = inputs.open(spec.input(), template.template());
        RunInputs.requireLasting(spec.input(), dataset);
        TemplateInput.requireColumns(dataset, template.template(), spec.input().path());
        String given = spec.output().path();
        ResultFormat format = exporter.format(given, spec.output().format());
        ResultStorage storage = results.at(given);
        ResultSchema schema = ResultSchema.of(dataset.schema(), template.template());
        String output = storage.name(given);
        checkOutput(spec.output(), output, dataset);
        Exporter.verify(new ResultFile(output, format, schema));
        RunInputs.requireRows(spec.input(), dataset);
        ModelSelection selection =
                selection(spec.selection(), template.template().model());
        RunIdentity identity = identity(spec, template, dataset, selection, output);
        storage.requireWritable(given, identity.id(1).value());
        Optional<Run> former = former(request, identity).map(recover);
        String before = former.map(RunPreparation::leftBehind).orElseGet(() -> changedInput(identity));
        String note =
                former.isPresent() ? before : (before + firstNotes(dataset, format.losses(schema), output)).strip();
        Simulator.@Nullable Server server =
                models.providers().needsSimulator(selection) ? models.startSimulator() : null;
        try {
            ModelSettings model = template.template().model();
            ResolvedModel choice = models.providers()
                    .choose(server == null ? selection : at(selection, server), model.maxOutputTokens())
                    .withServiceTier(model.serviceTier());
            Protocol protocol = models.protocol(choice);
            Optional<Run> found = former.filter(run -> !isOver(run, request));
            requireKnownCosts(found, choice, spec.tuning().maxCost());
            Run run = found.orElseGet(() -> create(identity, former, choice, dataset));
            Dataset rows = inputs.asBefore(run, spec.input(), dataset);
            requireSameColumns(run, rows);
            ResultSchema columns = rows == dataset ? schema : ResultSchema.of(rows.schema(), template.template());
            ResultFile result = new ResultFile(output, format, columns, run.simulated());
            return new PreparedRun(run, template, rows, choice, protocol, result, note, server);
        } catch (RuntimeException e) {
            if (server != null) {
                server.close();
            }
            throw e;
        }
    }

    /** What is not known can neither be bounded nor be counted against a bound. */
    private static void requireKnownCosts(Optional<Run> found, ResolvedModel choice, @Nullable BigDecimal maxCost) {
        if (maxCost == null) {
            return;
        }
        if (choice.price() == null) {
            throw ProblemException.invalid(
                    Setting.MAX_COST + " needs to know what a call costs, and there is no price for model "
                            + choice.model() + " as the template asks for it.",
                    "Add llmp.prices.\"[" + choice.model() + "]\" to the configuration, or leave " + Setting.MAX_COST
                            + " out.");
        }
        found.filter(run -> run.counts().unpriced() > 0).ifPresent(run -> {
            throw ProblemException.invalid(
                    Setting.MAX_COST + " counts what run " + run.id() + " has cost so far, which is not known of "
                            + run.counts().unpriced() + " of its rows.",
                    "Remove " + Setting.MAX_COST + ", or start another run with " + Setting.RUN_KEY
                            + "; what this one paid for is reused.");
        });
    }

    private Optional<Run> former(RunRequest request, RunIdentity identity) {
        if (request.run() == null) {
            return runs.newest(identity);
        }
        Run named = runs.get(request.run().value());
        if (!named.identity().digest().equals(identity.digest())) {
            throw ProblemException.invalid(
                    "Run " + named.id() + " cannot be restarted: its input " + identity.input() + " has changed since.",
                    "Start another with " + Operation.START_RUN + "; the answers that were paid for are reused.");
        }
        return Optional.of(named);
    }

    private static boolean isOver(Run run, RunRequest request) {
        boolean begunAnew =
                run.status() == RunStatus.COMPLETED && request.spec().rerun();
        return request.run() == null && (run.status() == RunStatus.ABANDONED || begunAnew);
    }

    /** What an execution that broke off leaves behind for the next. */
    private static String leftBehind(Run run) {
        return run.status() == RunStatus.FAILED && run.failure() != null
                ? "The last execution of run " + run.id() + " failed: " + run.failure()
                : "";
    }

    /** Writes a complete run's output again when it is no longer there. */
    public void restoreOutput(PreparedRun prepared) {
        Run run = prepared.run();
        Long items = run.items();
        if (items != null
                && !results.at(prepared.result().output())
                        .exists(prepared.result().output())) {
            exporter.export(run.id(), items, prepared.result(), prepared::dataset, () -> {});
        }
    }

    private void checkOutput(RunSpec.Output asked, String output, Dataset dataset) {
        if (dataset.overlap(output) == Dataset.Overlap.REPLACES) {
            String input =
                    dataset.name().equals(output) ? "is also the input" : "belongs to the input " + dataset.name();
            throw ProblemException.invalid(
                    "The output " + asked.path() + " " + input + ".", "Give " + Setting.OUTPUT + " another path.");
        }
        exporter.requireReplaceable(asked.path(), asked.overwrite(), runs);
        results.at(output).requireDirectory(output, asked.createDirectory());
    }

    /** What is said once, when a run starts. */
    private static String firstNotes(Dataset dataset, List<String> losses, String output) {
        String place = dataset.overlap(output) == Dataset.Overlap.JOINS ? " " + LIES_IN_INPUT : "";
        return place + losses.stream().map(loss -> " " + loss).collect(Collectors.joining());
    }

    private RunIdentity identity(
            RunSpec spec, TemplateVersion template, Dataset dataset, ModelSelection selection, String output) {
        Provenance provenance = new Provenance(
                template.name(),
                template.version(),
                template.digest(),
                models.providers().name(selection),
                models.providers().model(selection));
        try {
            return new RunIdentity(
                    provenance, dataset.name(), dataset.fingerprint(), output, spec.limit(), spec.runKey());
        } catch (IOException e) {
            throw RunInputs.unreadable(spec.input().path(), e);
        }
    }

    /** Returns what the user and the template together say about the provider. */
    public static ModelSelection selection(ModelSelection asked, ModelSettings template) {
        // A template names a model for its own provider; another provider has another name for it, unless it simulates.
        boolean sameProvider = asked.provider() == null
                || asked.provider().equals(template.provider())
                || asked.provider().equals(Providers.SIMULATOR)
                || template.provider() == null;
        return new ModelSelection(
                asked.provider() == null ? template.provider() : asked.provider(),
                asked.model() == null && sameProvider ? template.name() : asked.model(),
                asked.baseUrl(),
                asked.concurrency(),
                asked.rpm(),
                asked.tpm());
    }

    /** Returns the selection for a simulator that has been started. */
    public static ModelSelection at(ModelSelection selection, Simulator.Server server) {
        return new ModelSelection(
                selection.provider(),
                selection.model(),
                server.baseUrl(),
                selection.concurrency(),
                selection.rpm(),
                selection.tpm());
    }

    private Run create(RunIdentity identity, Optional<Run> former, ResolvedModel choice, Dataset dataset) {
        int ordinal = former.map(Run::ordinal).orElse(0) + 1;
        Run run = Run.neverStarted(identity, ordinal, choice.provider().simulated(), dataset.schema(), clock.instant());
        return runs.create(run);
    }

    private static void requireSameColumns(Run run, Dataset dataset) {
        if (!dataset.schema().continues(run.inputSchema())) {
            throw ProblemException.invalid(
                    "Run " + run.id() + " was started with other columns of the same input: "
                            + String.join(", ", run.inputSchema().columns()) + ".",
                    "Give the same " + Setting.INPUT_FORMAT + ", " + Setting.CHARSET + " and " + Setting.DELIMITER
                            + " as then, or another " + Setting.RUN_KEY + ".");
        }
    }

    private String changedInput(RunIdentity identity) {
        return runs.newestSibling(identity)
                .filter(sibling -> sibling.status() != RunStatus.COMPLETED
                        && !sibling.identity().fingerprint().equals(identity.fingerprint()))
                .map(sibling -> "The input has changed since run " + sibling.id()
                        + ", which is not complete: this is a new run. What that one paid for is reused.")
                .orElse("");
    }
}
