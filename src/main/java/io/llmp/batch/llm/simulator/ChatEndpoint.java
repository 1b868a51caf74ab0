package io.llmp.batch.llm.simulator;

import io.llmp.batch.llm.SimulatorSettings;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Decides what becomes of a chat completions request. Knows nothing of connections. Safe for use by many threads. */
final class ChatEndpoint {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final SimulatorSettings settings;
    private final RequestCounts counts;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final RateLimits limits;
    private final ChatRequestReader reader = new ChatRequestReader(JSON);
    private final Answers answers = new Answers(JSON);
    private final AtomicInteger granted = new AtomicInteger();

    ChatEndpoint(SimulatorSettings settings, RequestCounts counts, InstantSource clock, LongSupplier nanoTime) {
        this.settings = settings;
        this.counts = counts;
        this.clock = clock;
        this.nanoTime = nanoTime;
        limits = new RateLimits(settings, nanoTime.getAsLong());
    }

    boolean admits(@Nullable String authorization) {
        String key = settings.apiKey();
        return key == null || ("Bearer " + key).equals(authorization);
    }

    Outcome complete(byte[] body) {
        try {
            ChatRequest request = reader.read(body);
            if (request.model().equals("no-such-model")) {
                return Outcome.refuse(Replies.unknownModel(request.model()));
            }
            if (settings.contextTokens() > 0 && request.promptTokens() > settings.contextTokens()) {
                return Outcome.refuse(Replies.tooLong(request.promptTokens(), settings.contextTokens()));
            }
            return limited(request);
        } catch (RejectedRequest e) {
            return Outcome.refuse(e.reply());
        }
    }

    private Outcome limited(ChatRequest request) {
        long answerKey = Draw.mix(request.key(), settings.seed());
        String answer = answers.valid(request, new Draw(answerKey));
        int size = request.promptTokens() + Math.min(ChatRequest.tokens(answer.length()), request.maxTokens());
        long now = nanoTime.getAsLong();
        RateLimits.Denial denial = limits.pass(size, now);
        if (denial != null) {
            Reply reply = Replies.rateLimited(request.model(), denial);
            return Outcome.refuse(reply.with(limits.headers(now)));
        }
        // Seen only now, so that a run's answers are the same whatever the limits are.
        long attemptKey = Draw.mix(answerKey, counts.came(request.key()));
        Outcome outcome = fated(request, answer, attemptKey);
        return outcome instanceof Outcome.Send send ? send.with(limits.headers(now)) : outcome;
    }

    private Outcome fated(ChatRequest request, String answer, long attemptKey) {
        Draw draw = new Draw(attemptKey);
        Fate fate = Fate.of(request, settings, draw);
        if (isQuotaUsedUp(fate)) {
            return Outcome.refuse(Replies.quotaUsedUp());
        }
        long delay = latency(draw);
        return switch (fate) {
            case ERROR -> new Outcome.Send(Replies.serverError(), null, delay);
            case THROTTLE -> Outcome.refuse(Replies.overloaded(5 + draw.below(20)));
            case RESET -> new Outcome.Drop(delay);
            case HANG -> new Outcome.Silence();
            case INVALID -> answered(request, fate, answers.invalid(request, answer, draw), attemptKey, delay);
            default -> answered(request, fate, answer, attemptKey, delay);
        };
    }

    private Outcome.Send answered(ChatRequest request, Fate fate, String answer, long attemptKey, long delay) {
        Completion completion = Completion.of(fate, answer, request.maxTokens());
        Usage usage = new Usage(request.key(), request.promptTokens(), request.cachedTokens(), completion.tokens());
        String id = "chatcmpl-" + HexFormat.of().toHexDigits(attemptKey);
        long created = clock.instant().getEpochSecond();
        Reply reply = Reply.of(200, completion.body(id, created, request.model(), usage));
        return new Outcome.Send(reply, usage, delay);
    }

    private boolean isQuotaUsedUp(Fate fate) {
        int quota = settings.quotaAfter();
        return quota > 0 && (fate.isAnswer() ? granted.incrementAndGet() > quota : granted.get() >= quota);
    }

    private long latency(Draw draw) {
        double spread = Math.exp(settings.latencySigma() * draw.gaussian());
        return (long) (settings.latency().toNanos() * spread);
    }
}
