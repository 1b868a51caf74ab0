package io.llmp.batch.pipeline;

import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.CallReport;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.Price;
import io.llmp.batch.llm.RateLimitedCaller;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.record.Effort;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.template.AnswerCheck;
import io.llmp.batch.template.Message;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks a model about one item until there is an outcome: the call, then repairs of an invalid answer. */
final class ItemCall {

    /** What asking came to. */
    sealed interface Result {

        record Settled(Outcome outcome, Effort effort) implements Result {}

        /** The run ended before the item's turn, or before its repair. */
        record NotMade() implements Result {}

        /** Every other item would fail likewise. */
        record Hopeless(CallFailure failure) implements Result {}
    }

    /** What every item of a run is asked with. */
    record Setting(
            RateLimitedCaller caller,
            AnswerCheck check,
            int repairs,
            @Nullable Price price) {}

    private final Setting setting;
    private int attempts;
    private int repairs;
    private Usage usage = Usage.NONE;
    private @Nullable Duration queued;
    private Duration latency = Duration.ZERO;
    private @Nullable ModelReply lastReply;
    private @Nullable String requestId;
    private boolean mended;
    private boolean unmetered;

    private ItemCall(Setting setting) {
        this.setting = setting;
    }

    /** Asks; the result completes on whatever thread got the last answer. */
    static CompletableFuture<Result> ask(Setting setting, ModelRequest request) {
        ItemCall call = new ItemCall(setting);
        return setting.caller().call(request).thenCompose(report -> call.next(request, report));
    }

    private CompletableFuture<Result> next(ModelRequest request, CallReport report) {
        if (report instanceof CallReport.NotMade notMade) {
            CallFailure why = notMade.failure();
            return done(why == null ? new Result.NotMade() : new Result.Hopeless(why));
        }
        CallReport.Made made = (CallReport.Made) report;
        attempts += made.attempts();
        latency = latency.plus(made.latency());
        queued = queued == null ? made.queued() : queued;
        requestId = made.result().requestId();
        return made.result() instanceof ModelReply reply
                ? judge(request, reply)
                : done(failed((CallFailure) made.result()));
    }

    private Result failed(CallFailure failure) {
        if (failure.kind().scope() == FailureKind.Scope.RUN) {
            return new Result.Hopeless(failure);
        }
        return skipped(reason(failure.kind()), failure.message());
    }

    private static SkipReason reason(FailureKind kind) {
        return switch (kind) {
            case PROMPT_TOO_LONG -> SkipReason.PROMPT_TOO_LONG;
            case CONTENT_FILTERED -> SkipReason.CONTENT_FILTERED;
            case REJECTED -> SkipReason.PROVIDER_REJECTED;
            case TIMED_OUT -> SkipReason.TIMED_OUT;
            case THROTTLED, OVERLOADED, UNREACHABLE, UNAVAILABLE -> SkipReason.PROVIDER_UNAVAILABLE;
            case ACCESS_DENIED,
                    UNKNOWN_MODEL,
                    BLOCKED,
                    QUOTA_EXHAUSTED,
                    LIMIT_REACHED,
                    SPENDING_LIMIT_REACHED,
                    OUTAGE -> throw new IllegalArgumentException(kind + " concerns the run, not the item");
        };
    }

    private CompletableFuture<Result> judge(ModelRequest request, ModelReply reply) {
        usage = usage.plus(reply.usage());
        unmetered |= reply.usage().total() == 0;
        lastReply = reply;
        return switch (reply.ending()) {
            case REFUSED -> done(skipped(SkipReason.REFUSED, "the model declined: " + reply.content()));
            case FILTERED -> done(skipped(SkipReason.CONTENT_FILTERED, "the provider's filter withheld the answer"));
            case TRUNCATED -> raise(request);
            case COMPLETE -> check(request, reply);
        };
    }

    /** Asks again with room for twice as much, as far as the template's ceiling allows. */
    private CompletableFuture<Result> raise(ModelRequest request) {
        Integer bound = request.settings().maxOutputTokens();
        Integer ceiling = request.settings().maxOutputTokensCeiling();
        if (bound == null || ceiling == null || bound >= ceiling) {
            return done(skipped(SkipReason.TRUNCATED, "the answer did not fit into its bound of output tokens"));
        }
        int raised = (int) Math.min(2L * bound, ceiling);
        ModelRequest again = request.withSettings(request.settings().withMaxOutputTokens(raised));
        return setting.caller().followUp(again).thenCompose(report -> next(again, report));
    }

    private CompletableFuture<Result> check(ModelRequest request, ModelReply reply) {
        AnswerCheck.Result result = setting.check().check(reply.content());
        if (result instanceof AnswerCheck.Result.Valid valid) {
            mended = valid.mended();
            return done(new Result.Settled(new Outcome.Answered(valid.answer().toString()), effort()));
        }
        String problem = ((AnswerCheck.Result.Invalid) result).problem();
        if (repairs >= setting.repairs()) {
            return done(skipped(SkipReason.INVALID_OUTPUT, problem));
        }
        repairs++;
        ModelRequest again = repair(request, reply, problem);
        return setting.caller().followUp(again).thenCompose(report -> next(again, report));
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
        return new Result.Settled(new Outcome.Skipped(reason, error), effort());
    }

    private Effort effort() {
        return new Effort(
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
        if (!mended) {
            return reason;
        }
        return reason == null ? "mended" : reason + ", mended";
    }

    /** A reply whose tokens the server does not tell was not free: what it cost is not known. */
    private @Nullable BigDecimal cost() {
        if (lastReply == null) {
            return BigDecimal.ZERO;
        }
        Price price = setting.price();
        return price == null || unmetered ? null : price.cost(usage);
    }

    private static CompletableFuture<Result> done(Result result) {
        return CompletableFuture.completedFuture(result);
    }
}
