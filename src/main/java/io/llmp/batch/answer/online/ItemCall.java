package io.llmp.batch.answer.online;

import io.llmp.batch.answer.AnswerSearch;
import io.llmp.batch.dispatch.CallResult;
import io.llmp.batch.dispatch.Lane;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.Price;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.use.AnswerCheck;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks a model about one item until there is an outcome: the call, then repairs of an invalid answer. */
public final class ItemCall {

    /** The result of a call, repairs included. */
    public sealed interface Result {

        /**
         * There is a record to be made.
         *
         * @param model the model that answered, where it is another than the one that was to; else null
         */
        record Settled(
                Outcome outcome, CallCosts costs, @Nullable String model) implements Result {}

        /** The run ended before the item's turn, or before its repair. */
        record NotMade() implements Result {}

        /** Every other item would fail likewise. */
        record RunFailed(CallFailure failure) implements Result {}
    }

    /** What every item of a run is asked with. */
    public record Rules(
            Lane lane,
            AnswerCheck check,
            int repairs,
            @Nullable Price price) {}

    /** Share of its bound below which an answer that was cut off did not meet the bound. */
    private static final double CONTEXT_FULL = 0.75;

    private final Rules rules;
    private int attempts;
    private int repairs;
    private Usage usage = Usage.NONE;
    private @Nullable Duration queued;
    private Duration latency = Duration.ZERO;
    private @Nullable ModelReply lastReply;
    private @Nullable String requestId;
    private BigDecimal dollars = BigDecimal.ZERO;
    private @Nullable String note;
    private boolean unmetered;

    private ItemCall(Rules rules) {
        this.rules = rules;
    }

    /** Asks; the result completes on whatever thread got the last answer. */
    public static CompletableFuture<Result> ask(Rules rules, ModelRequest request) {
        ItemCall call = new ItemCall(rules);
        return rules.lane().call(request).thenCompose(report -> call.next(request, report));
    }

    private CompletableFuture<Result> next(ModelRequest request, CallResult report) {
        if (report instanceof CallResult.NotMade notMade) {
            CallFailure why = notMade.failure();
            return done(why == null ? new Result.NotMade() : new Result.RunFailed(why));
        }
        CallResult.Made made = (CallResult.Made) report;
        attempts += made.attempts();
        latency = latency.plus(made.latency());
        queued = queued == null ? made.queued() : queued;
        requestId = made.result().requestId();
        unmetered |= made.unmetered();
        spend(made.wasted(), null);
        return made.result() instanceof ModelReply reply
                ? judge(request, reply)
                : done(failed((CallFailure) made.result()));
    }

    private Result failed(CallFailure failure) {
        return skipped(reason(failure.kind()), failure.message());
    }

    private static SkipReason reason(FailureKind kind) {
        return switch (kind) {
            case PROMPT_TOO_LONG -> SkipReason.PROMPT_TOO_LONG;
            case CONTENT_FILTERED -> SkipReason.CONTENT_FILTERED;
            case REJECTED -> SkipReason.PROVIDER_REJECTED;
            case TIMED_OUT -> SkipReason.TIMED_OUT;
            case THROTTLED, PARALLEL_LIMIT, OVERLOADED, UNREACHABLE, UNAVAILABLE, UNREADABLE ->
                SkipReason.PROVIDER_UNAVAILABLE;
            case ACCESS_DENIED,
                    UNKNOWN_MODEL,
                    SETTING_REFUSED,
                    NO_ANSWERS,
                    BLOCKED,
                    QUOTA_EXHAUSTED,
                    LIMIT_REACHED,
                    SPENDING_LIMIT_REACHED,
                    OUTAGE -> throw new IllegalArgumentException(kind + " concerns the run, not the item");
        };
    }

    private CompletableFuture<Result> judge(ModelRequest request, ModelReply reply) {
        spend(reply.usage(), reply.details().dollars());
        unmetered |= reply.usage().total() == 0 && reply.details().dollars() == null;
        lastReply = reply;
        return switch (reply.ending()) {
            case REFUSED -> done(skipped(SkipReason.REFUSED, "the model declined: " + reply.content()));
            case FILTERED -> done(skipped(SkipReason.CONTENT_FILTERED, "the provider's filter withheld the answer"));
            case CONTEXT_FULL -> done(skipped(SkipReason.TRUNCATED, contextFull(request, reply)));
            case TRUNCATED -> raise(request, reply);
            case COMPLETE -> check(request, reply);
        };
    }

    /** @param said what the provider says that it costs, or null to count it */
    private void spend(Usage tokens, @Nullable BigDecimal said) {
        usage = usage.plus(tokens);
        Price price = rules.price();
        if (said != null) {
            dollars = dollars.add(said);
        } else if (price != null) {
            dollars = dollars.add(price.cost(tokens));
        } else {
            unmetered |= tokens.total() > 0;
        }
    }

    /** Asks again with room for twice as much, within the template's ceiling and the model's room. */
    private CompletableFuture<Result> raise(ModelRequest request, ModelReply reply) {
        Integer bound = request.settings().maxOutputTokens();
        Integer ceiling = request.settings().maxOutputTokensCeiling();
        long used = reply.usage().completionTokens();
        if (bound != null && used > 0 && used < CONTEXT_FULL * bound) {
            return done(skipped(SkipReason.TRUNCATED, contextFull(request, reply)));
        }
        if (bound == null || ceiling == null || bound >= ceiling) {
            return done(skipped(SkipReason.TRUNCATED, doesNotFit(reply, bound)));
        }
        int raised = (int) Math.min(2L * bound, ceiling);
        ModelRequest again = request.withSettings(request.settings().withMaxOutputTokens(raised));
        return rules.lane().followUp(again).thenCompose(report -> next(again, report));
    }

    private static String contextFull(ModelRequest request, ModelReply reply) {
        Integer bound = request.settings().maxOutputTokens();
        return "the model's context is full: the answer was cut off after "
                + reply.usage().completionTokens() + " tokens" + (bound == null ? "" : " of at most " + bound)
                + ", the prompt has " + reply.usage().promptTokens();
    }

    private static String doesNotFit(ModelReply reply, @Nullable Integer bound) {
        boolean reasoned = reply.content().isBlank()
                && reply.details().elsewhere().stream()
                        .anyMatch(each -> each.place().equals("reasoning"));
        return "the answer did not fit into its bound of " + (bound == null ? "" : bound + " ") + "output tokens"
                + (reasoned ? ", all of which went into reasoning" : "");
    }

    private CompletableFuture<Result> check(ModelRequest request, ModelReply reply) {
        AnswerSearch.Found found = AnswerSearch.in(reply, rules.check());
        if (found.result() instanceof AnswerCheck.Result.Valid valid) {
            note = found.note();
            return done(
                    new Result.Settled(new Outcome.Answered(valid.answer().toString()), costs(), otherModel(reply)));
        }
        String problem = ((AnswerCheck.Result.Invalid) found.result()).problem();
        if (repairs >= rules.repairs()) {
            return done(skipped(SkipReason.INVALID_OUTPUT, problem));
        }
        repairs++;
        ModelRequest again = repair(request, reply, problem);
        return rules.lane().followUp(again).thenCompose(report -> next(again, report));
    }

    /** Only a gateway knows that it asked another model: a reply names the same one in many ways. */
    private static @Nullable String otherModel(ModelReply reply) {
        return reply.details().fallback() ? reply.details().model() : null;
    }

    private static ModelRequest repair(ModelRequest request, ModelReply reply, String problem) {
        List<Message> messages = new ArrayList<>(request.messages());
        // Some providers take no message without a text.
        String given = reply.content().isBlank() ? "(no answer)" : reply.content();
        messages.add(new Message(Message.Role.ASSISTANT, given));
        messages.add(new Message(
                Message.Role.USER,
                "Your answer cannot be used: " + problem + "\nAnswer again, with one corrected JSON object only."));
        return request.withMessages(messages);
    }

    private Result skipped(SkipReason reason, String error) {
        return new Result.Settled(new Outcome.Skipped(reason, error), costs(), null);
    }

    private CallCosts costs() {
        return new CallCosts(
                attempts,
                repairs,
                finishReason(),
                requestId,
                usage,
                cost(),
                latency,
                queued == null ? Duration.ZERO : queued);
    }

    /** The provider's word, with a note when its answer was not taken as it came. */
    private @Nullable String finishReason() {
        String reason = lastReply == null ? null : lastReply.finishReason();
        if (note == null) {
            return reason;
        }
        return reason == null ? note : reason + ", " + note;
    }

    /** A reply whose tokens the server does not tell was not free: what it cost is not known. */
    private @Nullable BigDecimal cost() {
        return unmetered ? null : dollars;
    }

    private static CompletableFuture<Result> done(Result result) {
        return CompletableFuture.completedFuture(result);
    }
}
