package io.llmp.batch.run.test;

import io.llmp.batch.answer.online.ItemCall;
import io.llmp.batch.dispatch.CallPoolKey;
import io.llmp.batch.dispatch.CallPools;
import io.llmp.batch.dispatch.Lane;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelSelection;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.Providers;
import io.llmp.batch.llm.ResolvedModel;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.run.control.ProviderTrouble;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.prepare.Models;
import io.llmp.batch.run.prepare.RunPreparation;
import io.llmp.batch.simulator.Simulator;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.JobTemplate.Example;
import io.llmp.batch.template.use.AnswerCheck;
import io.llmp.batch.template.use.InputCheck;
import io.llmp.batch.template.use.PromptRenderer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a model about a template's own examples, each without being shown that example. Uses the same rendering, calls,
 * checks and repairs as a run; keeps no records.
 */
public final class TemplateTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Models models;
    private final CallPools pools;

    public TemplateTest(Models models, CallPools pools) {
        this.models = models;
        this.pools = pools;
    }

    /**
     * Asks about the first {@code most} examples.
     *
     * @param asked what the user says about the provider
     * @throws ProblemException when there is no example, or the provider cannot be asked
     */
    public TestResult test(JobTemplate template, ModelSelection asked, int most) {
        if (template.examples().isEmpty()) {
            throw ProblemException.invalid(
                    "The job template '" + template.name() + "' has no examples to test it on.",
                    "Add some under 'examples' and apply it again.");
        }
        ModelSelection selection = RunPreparation.selection(asked, template.model());
        Providers providers = models.providers();
        if (!providers.needsSimulator(selection)) {
            return test(template, providers.choose(selection, template.model().maxOutputTokens()), most);
        }
        try (Simulator.Server server = models.startSimulator()) {
            ResolvedModel choice = providers.choose(
                    RunPreparation.at(selection, server), template.model().maxOutputTokens());
            return test(template, choice, most);
        }
    }

    private TestResult test(JobTemplate template, ResolvedModel choice, int most) {
        Protocol protocol = models.protocol(choice);
        try (ModelClient client = protocol.connect(choice.provider());
                Lane lane = pools.open(CallPoolKey.of(choice), choice.limits(), null, Lane.Settings.of(client))) {
            ItemCall.Rules rules =
                    new ItemCall.Rules(lane, new AnswerCheck(template), template.repairs(), choice.price());
            List<CompletableFuture<ItemCall.Result>> results = new ArrayList<>();
            for (int i = 0; i < Math.min(most, template.examples().size()); i++) {
                results.add(ItemCall.ask(rules, request(template, i, choice.model())));
            }
            List<TestedExample> tested = new ArrayList<>();
            for (int i = 0; i < results.size(); i++) {
                tested.add(tested(i, template.examples().get(i), results.get(i).join(), choice));
            }
            return new TestResult(choice.provider(), choice.model(), tested);
        }
    }

    private static ModelRequest request(JobTemplate template, int index, String model) {
        List<Example> others = new ArrayList<>(template.examples());
        Example example = others.remove(index);
        InputCheck.Result input = new InputCheck(template).check(example.input());
        if (!(input instanceof InputCheck.Result.Valid valid)) {
            throw ProblemException.invalid(
                    "Example " + (index + 1) + " does not satisfy the input schema: "
                            + ((InputCheck.Result.Invalid) input).problem(),
                    "Correct it and apply the template again.");
        }
        return new ModelRequest(
                model,
                template.model(),
                template.output(),
                new PromptRenderer(template.with(others)).render(valid.input()));
    }

    private static TestedExample tested(int index, Example example, ItemCall.Result result, ResolvedModel choice) {
        if (result instanceof ItemCall.Result.RunFailed failed) {
            RunControl.Fatal cause = ProviderTrouble.cause(failed.failure(), choice.provider());
            throw ProblemException.failed(cause.problem(), cause.remedy());
        }
        if (!(result instanceof ItemCall.Result.Settled settled)) {
            throw new IllegalStateException("nobody stops a test, but example " + index + " was not sent");
        }
        JsonNode wanted = example.output().isObject()
                ? example.output()
                : JSON.createObjectNode().set(AnswerCheck.FREE_TEXT_COLUMN, example.output());
        return new TestedExample(index, wanted, settled.outcome(), fields(wanted, settled.outcome()));
    }

    private static List<TestedExample.Field> fields(JsonNode wanted, Outcome outcome) {
        JsonNode got = outcome instanceof Outcome.Answered answered
                ? JSON.readTree(answered.output())
                : JSON.createObjectNode();
        Set<String> names = new LinkedHashSet<>(wanted.propertyNames());
        names.addAll(((ObjectNode) got).propertyNames());
        return names.stream()
                .map(name -> field(name, wanted.get(name), got.get(name)))
                .toList();
    }

    private static TestedExample.Field field(String name, @Nullable JsonNode wanted, @Nullable JsonNode got) {
        boolean matches = wanted != null && got != null && wanted.equals(TemplateTest::compare, got);
        return new TestedExample.Field(name, wanted, got, matches);
    }

    private static int compare(JsonNode a, JsonNode b) {
        if (a.isString() && b.isString()) {
            return a.stringValue().strip().compareTo(b.stringValue().strip());
        }
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue());
        }
        return a.equals(b) ? 0 : 1;
    }
}
