package io.llmp.batch.simulator.model;

import io.llmp.batch.simulator.SimulatorFault;
import io.llmp.batch.simulator.SimulatorSettings;
import io.llmp.batch.simulator.answer.Answers;
import io.llmp.batch.simulator.api.ApiStyle;
import io.llmp.batch.simulator.limit.Charge;
import io.llmp.batch.simulator.limit.Denial;
import io.llmp.batch.simulator.limit.RateLimits;
import io.llmp.batch.simulator.request.ChatRequest;
import io.llmp.batch.simulator.request.Completion;
import io.llmp.batch.simulator.request.CountedTokens;
import io.llmp.batch.simulator.request.Draw;
import io.llmp.batch.simulator.request.Problem;
import io.llmp.batch.simulator.request.RejectedRequest;
import io.llmp.batch.simulator.request.Reply;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Decides what becomes of a request for an answer. Knows nothing of connections. Safe for use by many threads. */
public final class SimulatedModel {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final SimulatorSettings settings;
    private final RequestCounts counts;
    private final RateLimits limits;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Faults faults;
    private final FaultyReplies faultyReplies = new FaultyReplies();
    private final PromptCache cache = new PromptCache();
    private final Answers answers = new Answers(JSON);
    private final CallLog calls = new CallLog();
    private final AtomicInteger granted = new AtomicInteger();

    public SimulatedModel(
            SimulatorSettings settings,
            RequestCounts counts,
            RateLimits limits,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.counts = counts;
        this.limits = limits;
        this.clock = clock;
        this.nanoTime = nanoTime;
        faults = new Faults(settings.faults());
    }

    /**
     * One call.
     *
     * @param id the name it gets
     * @param atOnce requests there are at this moment, this one included
     */
    public record Call(ApiStyle style, String id, int atOnce) {}

    /** What is known of a request before its fate is. */
    private record Asked(
            Call call, ChatRequest request, Answers.Given given, PromptCache.Hit cached, long key, long at) {

        CountedTokens usage(int completionTokens) {
            return new CountedTokens(request.promptTokens(), cached.found(), cached.kept(), completionTokens);
        }
    }

    /** The calls that were not turned away for what they asked. */
    public CallLog calls() {
        return calls;
    }

    public Fate decide(Call call, byte[] body) {
        try {
            ChatRequest request = call.style().read(parse(body));
            if (request.model().equals("no-such-model")) {
                return refuse(call, unknownModel(request.model()));
            }
            int most = settings.contextTokens();
            if (most > 0 && request.promptTokens() > most) {
                return refuse(call, tooLong(request.promptTokens(), most));
            }
            return limited(call, request);
        } catch (RejectedRequest e) {
            return refuse(call, e.problem());
        }
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            if (root.isObject()) {
                return root;
            }
        } catch (JacksonException e) {
            // Told in the same words as a body that is JSON but no object.
        }
        throw new RejectedRequest(Problem.badRequest("We could not parse the JSON body of your request.", null));
    }

    private Fate limited(Call call, ChatRequest request) {
        long key = Draw.mix(request.key(), settings.seed());
        Answers.Given given = answers.valid(request, new Draw(key));
        long now = nanoTime.getAsLong();
        PromptCache.Hit cached = settings.promptCache() ? cache.look(request, now) : PromptCache.Hit.NONE;
        int prompt = request.promptTokens();
        int output = Math.min(ChatRequest.tokens(given.answer().length()), request.maxTokens());
        Denial denial = limits.pass(new Charge(prompt - cached.found(), output, prompt + output), call.atOnce(), now);
        Map<String, String> headers = call.style().limitHeaders(limits.levels(now), clock.instant());
        if (denial != null) {
            Fate denied = Fate.refuse(
                    call.style().denied(denial, request.model(), call.id()).with(headers));
            calls.add(call.id(), given.row(), request.maxTokens(), null, denied);
            return denied;
        }
        // Counted only now, so that a run's answers are the same whatever the limits are.
        long attempt = Draw.mix(key, counts.came(request.key()));
        Fate outcome = fated(new Asked(call, request, given, cached, attempt, now));
        return outcome instanceof Fate.Send send ? send.with(headers) : outcome;
    }

    private Fate fated(Asked asked) {
        Draw draw = new Draw(asked.key());
        SimulatorFault fault = faults.of(asked.request(), draw);
        Fate outcome = fated(asked, fault, draw);
        calls.add(asked.call().id(), asked.given().row(), asked.request().maxTokens(), fault, outcome);
        return outcome;
    }

    private Fate fated(Asked asked, @Nullable SimulatorFault fault, Draw draw) {
        Reply failure = fault == null ? null : faultyReplies.of(fault, asked.call(), draw);
        if (isQuotaUsedUp(fault != SimulatorFault.RESET && fault != SimulatorFault.HANG && failure == null)) {
            return refuse(asked.call(), quotaUsedUp());
        }
        String text = fault == SimulatorFault.INVALID
                ? answers.invalid(asked.request(), asked.given().answer(), draw)
                : asked.given().answer();
        Completion completion = Completion.of(fault, text, asked.request().maxTokens());
        long delay = delay(completion.tokens(), draw);
        if (failure != null) {
            return new Fate.Send(failure, null, fault == SimulatorFault.THROTTLE ? 0 : delay, Fate.Delivery.WHOLE);
        }
        if (fault == SimulatorFault.RESET) {
            return new Fate.Drop(delay);
        }
        return fault == SimulatorFault.HANG ? new Fate.Silence() : answered(asked, fault, completion, delay);
    }

    private Fate.Send answered(Asked asked, @Nullable SimulatorFault fault, Completion completion, long delay) {
        if (settings.promptCache()) {
            cache.keep(asked.request(), asked.at() + delay);
        }
        CountedTokens usage = asked.usage(completion.tokens());
        Instant now = clock.instant();
        JsonNode body = asked.call().style().answer(asked.request(), completion, usage, asked.key(), now);
        Reply whole = Reply.of(200, body);
        Reply reply = fault == SimulatorFault.GARBLED
                ? whole.withBody(
                        whole.type(), whole.body().substring(0, whole.body().length() / 2))
                : whole;
        Fate.Delivery delivery = fault == SimulatorFault.SLOW_BODY
                ? Fate.Delivery.SLOW
                : fault == SimulatorFault.CUT_BODY ? Fate.Delivery.CUT : Fate.Delivery.WHOLE;
        return new Fate.Send(reply, new Fate.Billed(asked.request().key(), usage), delay, delivery);
    }

    private boolean isQuotaUsedUp(boolean isAnswer) {
        int quota = settings.quotaAfter();
        return quota > 0 && (isAnswer ? granted.incrementAndGet() > quota : granted.get() >= quota);
    }

    private long delay(int completionTokens, Draw draw) {
        double median = settings.latency().toNanos()
                + (double) settings.latencyPerToken().toNanos() * completionTokens;
        return (long) (median * Math.exp(settings.latencySigma() * draw.gaussian()));
    }

    private static Fate refuse(Call call, Problem problem) {
        return Fate.refuse(call.style().error(problem, call.id()));
    }

    private static Problem unknownModel(String model) {
        String message = "The model `" + model + "` does not exist or you do not have access to it.";
        return new Problem(Problem.Kind.UNKNOWN_MODEL, message, "model");
    }

    private static Problem tooLong(int tokens, int most) {
        String message = "prompt is too long: " + tokens + " tokens > " + most + " maximum";
        return new Problem(Problem.Kind.PROMPT_TOO_LONG, message, "messages");
    }

    private static Problem quotaUsedUp() {
        String message = "You exceeded your current quota, please check your plan and billing details.";
        return Problem.of(Problem.Kind.QUOTA_USED_UP, message);
    }
}
