package io.llmp.batch.dispatch;

import io.llmp.batch.limit.Permit;
import io.llmp.batch.limit.Use;
import io.llmp.batch.limit.Verdict;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.Price;
import io.llmp.batch.llm.Usage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a lane's calls use of the limits: foreseen before a call begins, and counted once it has ended. Not safe for use by
 * several threads, but for {@link #worstCase}.
 */
final class CallUse {

    private final @Nullable Price price;
    private final boolean budgeted;
    private final TokenEstimate estimate = new TokenEstimate();

    /**
     * @param price what calls cost; null only where there is no budget
     * @param budgeted whether money is a limit
     */
    CallUse(@Nullable Price price, boolean budgeted) {
        this.price = price;
        this.budgeted = budgeted;
    }

    /** Returns the US dollars that a call can cost at most; 0 where money is no limit. */
    BigDecimal worstCase(ModelRequest request) {
        return price == null || !budgeted ? BigDecimal.ZERO : price.worstCase(request);
    }

    Use foresee(PendingCall call) {
        return estimate.foresee(call.characters, call.request.settings().maxOutputTokens(), call.worstCase);
    }

    /** Settles a call that was answered, and learns from it for those to come. */
    Verdict settled(PendingCall call, Permit permit, ModelReply reply) {
        Usage usage = reply.usage();
        if (usage.total() == 0) {
            // Some servers do not say; the guess is better than nothing.
            return new Verdict.Succeeded(permit.foreseen());
        }
        estimate.learn(call.characters, usage);
        return new Verdict.Succeeded(counted(usage, reply.details().dollars()));
    }

    /**
     * Settles a call that failed by what it is billed for, if it is: in full when nobody knows.
     *
     * @param unbilled how the call is settled when it is billed for nothing
     */
    Verdict billed(CallFailure failure, Verdict unbilled) {
        if (failure.billed() == null) {
            return new Verdict.Unknown();
        }
        return failure.billed().total() == 0 ? unbilled : new Verdict.Succeeded(counted(failure.billed(), null));
    }

    /** @param dollars what the provider says that it costs, or null */
    private Use counted(Usage usage, @Nullable BigDecimal dollars) {
        BigDecimal priced = price == null ? BigDecimal.ZERO : price.cost(usage);
        return new Use(
                usage.promptTokens(),
                usage.cachedTokens(),
                usage.completionTokens(),
                dollars == null ? priced : dollars);
    }
}
