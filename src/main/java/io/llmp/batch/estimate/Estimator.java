package io.llmp.batch.estimate;

import io.llmp.batch.answer.PreparedItem;
import io.llmp.batch.answer.RequestProcessor;
import io.llmp.batch.input.Dataset;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.Price;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.Protocols;
import io.llmp.batch.llm.Providers;
import io.llmp.batch.llm.ResolvedModel;
import io.llmp.batch.llm.TokenCounter;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.run.prepare.RunInputs;
import io.llmp.batch.run.prepare.RunPreparation;
import io.llmp.batch.run.prepare.TemplateInput;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateVersion;
import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Estimates what a run will take before anything is paid: rows by looking at them, tokens by rendering them, and what only a
 * model can tell (how long answers are, what its calls cost and take) by what it did for earlier runs, else by assumptions
 * that the estimate names. Calls nothing, and needs no key.
 */
public final class Estimator {

    /** A provider adds words of its own to a message, and has its own form of a schema. */
    private static final Range COUNTED = new Range(0.9, 1, 1.15);

    /** Characters of a token differ that much between languages, and between prose and numbers. */
    private static final Range GUESSED = new Range(0.6, 1, 2);

    /** From here on providers keep what requests have in common ("Prompt caching" of OpenAI and Anthropic). */
    private static final double CACHEABLE_TOKENS = 1_024;

    private static final double FIRST_TOKEN_SECONDS = 1;
    private static final double TOKENS_PER_SECOND = 50;
    private static final Range LATENCY = new Range(0.4, 1, 3);

    private final TemplateRegistry templates;
    private final RunInputs inputs;
    private final Providers providers;
    private final List<Protocol> protocols;
    private final RunStore runs;
    private final JobRecordStore records;

    Estimator(
            TemplateRegistry templates,
            RunInputs inputs,
            Providers providers,
            List<Protocol> protocols,
            RunStore runs,
            JobRecordStore records) {
        this.templates = templates;
        this.inputs = inputs;
        this.providers = providers;
        this.protocols = List.copyOf(protocols);
        this.runs = runs;
        this.records = records;
    }

    /** What an estimate is made of. */
    private record Parts(
            JobTemplate template,
            Provenance provenance,
            ResolvedModel choice,
            TokenCounter counter,
            PastCallStatistics before,
            RowSurvey.Found found) {}

    /**
     * Estimates a run.
     *
     * @throws io.llmp.batch.problem.ProblemException when such a run could not begin
     */
    public Estimate estimate(EstimateRequest request) {
        TemplateVersion version = templates.get(request.template());
        JobTemplate template = version.template();
        ResolvedModel choice = providers
                .preview(RunPreparation.selection(request.selection(), template.model()))
                .withServiceTier(template.model().serviceTier());
        Provenance provenance = new Provenance(
                version.name(),
                version.version(),
                version.digest(),
                choice.provider().name(),
                choice.model());
        RequestProcessor processor = RequestProcessor.of(version, choice);
        TokenCounter counter = TokenCounter.of(choice.model());
        Protocol protocol = Protocols.named(choice.provider().protocol(), protocols);
        UnaryOperator<ModelRequest> billing = protocol.billing(choice.provider());
        ToDoubleFunction<PreparedItem.Valid> tokens = valid -> tokens(billing.apply(valid.request()), counter);
        RowSurvey.Found found =
                survey(request, template, new RowSurvey(processor, tokens, request.reuse() ? records : null));
        PastCallStatistics before = new PastCallStatistics(processor, tokens, choice.price());
        before.read(runs, records, provenance);
        return estimate(new Parts(template, provenance, choice, counter, before, found));
    }

    private RowSurvey.Found survey(EstimateRequest request, JobTemplate template, RowSurvey survey) {
        try {
            Dataset dataset = inputs.open(request.input(), request.inputOptions(), template);
            TemplateInput.requireColumns(dataset, template, request.input());
            return survey.of(dataset, request.limit() == null ? Dataset.NO_LIMIT : request.limit());
        } catch (IOException e) {
            throw RunInputs.unreadable(request.input(), e);
        }
    }

    private static double tokens(ModelRequest request, TokenCounter counter) {
        double tokens = request.outputSchema() == null
                ? 0
                : counter.count(request.outputSchema().toString());
        for (Message message : request.messages()) {
            tokens += counter.count(message.content());
        }
        return tokens;
    }

    private static Estimate estimate(Parts parts) {
        Range asked = parts.found().rows().asked();
        boolean known = parts.before().isEnough();
        Range counted = asked.likely() == 0
                ? Range.exactly(0)
                : asked.times(parts.found().tokens().rateWithin(Math.round(asked.likely())));
        AnswerGuess guess = AnswerGuess.of(parts.template(), parts.counter());
        Range answer = known ? parts.before().completions.rateAmong(asked.likely()) : guess.tokens();
        Range rate = parts.counter().isExact() ? COUNTED : GUESSED;
        Range prompt = counted.times(known ? parts.before().prompts.rateAmong(asked.likely()) : rate);
        String before = parts.before().basis();
        Estimate.Tokens tokens = new Estimate.Tokens(
                prompt,
                asked.times(answer),
                parts.counter().method() + (known ? ", corrected " + before : ""),
                known ? before : guess.basis());
        return new Estimate(
                parts.provenance(),
                parts.choice().provider().simulated(),
                parts.found().rows(),
                tokens,
                money(parts, counted, tokens),
                time(parts, tokens, answer));
    }

    private static Estimate.@Nullable Money money(Parts parts, Range counted, Estimate.Tokens tokens) {
        Price price = parts.choice().price();
        if (price == null) {
            return null;
        }
        Estimate.Rows rows = parts.found().rows();
        boolean known = parts.before().isEnough();
        Range prompts = known
                ? counted.times(
                        parts.before().promptDollars.rateAmong(rows.asked().likely()))
                : tokens.prompt().times(promptPrice(parts, price, counted));
        double output = price.cost(new Usage(0, 0, 1)).doubleValue();
        Range total = prompts.plus(tokens.completion().times(output));
        double saved = rows.asked().likely() == 0
                ? 0
                : total.likely() / rows.asked().likely() * rows.reused().likely();
        return new Estimate.Money(total, saved, price);
    }

    /** What a token of a prompt costs while it is not known how many of them the provider has kept. */
    private static Range promptPrice(Parts parts, Price price, Range counted) {
        double fresh = price.cost(new Usage(1, 0, 0)).doubleValue();
        double kept = price.cost(new Usage(1, 1, 0)).doubleValue();
        boolean cacheable = counted.likely()
                > CACHEABLE_TOKENS * parts.found().rows().asked().likely();
        return new Range(cacheable ? Math.min(fresh, kept) : fresh, fresh, fresh);
    }

    private static Estimate.Time time(Parts parts, Estimate.Tokens tokens, Range answer) {
        Range asked = parts.found().rows().asked();
        PastCallStatistics before = parts.before();
        boolean known = before.isEnough();
        Range item = known
                ? before.seconds.rateAmong(asked.likely())
                : LATENCY.times(FIRST_TOKEN_SECONDS + answer.likely() / TOKENS_PER_SECOND);
        Range calls = known ? asked.times(before.calls.rateAmong(asked.likely())) : asked;
        Range call = known ? item.times(1 / before.calls.rate()) : item;
        TimeForecast.Bound bound =
                new TimeForecast(parts.choice().limits(), calls, call, tokens.prompt(), tokens.completion()).bound();
        return new Estimate.Time(
                bound.seconds(),
                bound.limit(),
                known ? before.basis() : "a guess of " + Math.round(item.likely() * 10) / 10.0 + " s a call");
    }
}
