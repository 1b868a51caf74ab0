package io.llmp.batch.limit;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits on calls to one provider and model with one key: slots, requests and tokens, and the pauses the provider asks for.
 * All are reserved together or not at all, the dollars of whoever calls included. Configured limits hold from the first call on; those that the provider reports,
 * or shows by its throttles, are followed. Pure arithmetic on the times it is given; safe for use by many threads.
 */
public final class CallLimits {

    private final AdaptiveConcurrency slots;
    private final ParallelLimit parallel;
    private final ThrottleHistory throttles;
    private final Rate requests;
    private final Rate tokens;
    private final Rate input;
    private final Rate output;
    private final List<Rate> rates;
    private DailyLimits today;
    private boolean knowsLastDay;
    private int taken;

    /** Limits under which nothing was used before. */
    public CallLimits(LimitSettings settings, long now) {
        this.slots = new AdaptiveConcurrency(settings.concurrency(), now);
        this.parallel = new ParallelLimit(settings.concurrency());
        this.throttles = new ThrottleHistory(now);
        this.requests = new Rate(settings.requestsPerMinute(), now);
        this.tokens = new Rate(settings.tokensPerMinute(), now);
        this.input = new Rate(settings.inputTokensPerMinute(), now);
        this.output = new Rate(settings.outputTokensPerMinute(), now);
        this.rates = List.of(requests, tokens, input, output);
        this.today = new DailyLimits(settings, List.of(), now);
    }

    /** From now on allows what {@code settings} say. What was used before counts, and what the provider showed holds. */
    public synchronized void configure(LimitSettings settings) {
        slots.allow(settings.concurrency());
        parallel.allow(settings.concurrency());
        requests.configure(settings.requestsPerMinute());
        tokens.configure(settings.tokensPerMinute());
        input.configure(settings.inputTokensPerMinute());
        output.configure(settings.outputTokensPerMinute());
        today.configure(settings);
    }

    /**
     * Has what was used in the last 24 hours take the place of what was counted since these limits began.
     *
     * @param lastDay all uses in that time; older ones have no effect
     */
    public synchronized void recount(LimitSettings settings, List<PastUse> lastDay, long now) {
        today = new DailyLimits(settings, lastDay, now);
        knowsLastDay = true;
    }

    /** Whether uses of the last 24 hours are known that were no calls under these limits. */
    public synchronized boolean knowsLastDay() {
        return knowsLastDay;
    }

    /** Asks for leave to begin a call for which money is no limit. */
    public Admission reserve(Use foreseen, long now) {
        return reserve(foreseen, null, now);
    }

    /**
     * Asks for leave to begin a call now.
     *
     * @param foreseen tokens the call will probably use, and the dollars it can cost at most
     * @param budget what its dollars are set aside of, or null when money is no limit
     */
    public synchronized Admission reserve(Use foreseen, @Nullable Budget budget, long now) {
        Admission refusal = usedUp(foreseen, budget, now);
        if (refusal == null && taken >= concurrency()) {
            refusal = new Admission.AfterReturn(Admission.Limit.SLOTS);
        }
        if (refusal == null && budget != null && !budget.fits(foreseen.dollars())) {
            refusal = new Admission.AfterReturn(Admission.Limit.MONEY);
        }
        if (refusal == null) {
            refusal = tooEarly(foreseen, now);
        }
        return refusal == null ? new Admission.Granted(take(foreseen, budget, now)) : refusal;
    }

    /** Takes a permit back and settles what its call really used. */
    public synchronized void giveBack(Permit permit, Verdict verdict, long now) {
        int inFlight = taken--;
        settle(permit, used(permit, verdict));
        if (verdict instanceof Verdict.Succeeded) {
            throttles.answered(permit, requests.isLimited() ? requests.perMinute() : 0, now);
            slots.answered(now - permit.begun(), inFlight, now);
            parallel.answered(inFlight);
        } else if (verdict instanceof Verdict.Throttled throttled) {
            throttled(permit, throttled.retryAfter(), throttled.repeated(), now);
        } else if (verdict instanceof Verdict.ThrottledAlone alone && !throttles.throttledAlone(permit, now)) {
            throttled(permit, alone.retryAfter(), false, now);
        } else if (verdict instanceof Verdict.TooManyInFlight) {
            parallel.refused(inFlight);
        } else if (verdict instanceof Verdict.Overloaded) {
            slots.overloaded(permit.begun(), now);
        }
    }

    private void throttled(Permit permit, @Nullable Duration wait, boolean repeated, long now) {
        if (throttles.throttled(permit, wait, repeated, isKnown(), now)) {
            slots.overloaded(permit.begun(), now);
        }
    }

    /** Takes note of what the provider says with a reply about its limits. */
    public synchronized void observe(ReportedLimits reported, long now) {
        observe(requests, reported.requests(), now);
        observe(tokens, reported.tokens(), now);
        observe(input, reported.inputTokens(), now);
        observe(output, reported.outputTokens(), now);
    }

    /** The provider is back after it was away: takes up the pace again slowly. */
    public synchronized void restart(long now) {
        slots.restart(now);
    }

    /** Returns whether {@code foreseen} is more than all that is allowed in a minute. */
    public synchronized boolean exceedsAMinute(Use foreseen) {
        return tokens.exceedsAMinute(foreseen.totalTokens())
                || input.exceedsAMinute(foreseen.countedInput())
                || output.exceedsAMinute(foreseen.outputTokens());
    }

    /** Calls in flight. */
    public synchronized int inFlight() {
        return taken;
    }

    /** Calls that may be in flight as things are. */
    public synchronized int concurrency() {
        return Math.min(slots.limit(), parallel.limit());
    }

    /** Returns what was used in the last minute of the limit on requests, 0 to 1; null when there is none. */
    public synchronized @Nullable Double requestShare(long now) {
        return requests.share(now);
    }

    /** Returns what was used in the last minute of the tightest limit on tokens, 0 to 1; null when there is none. */
    public synchronized @Nullable Double tokenShare(long now) {
        Double most = null;
        for (Rate rate : rates.subList(1, rates.size())) {
            Double share = rate.share(now);
            if (share != null && (most == null || share > most)) {
                most = share;
            }
        }
        return most;
    }

    private boolean isKnown() {
        return rates.stream().anyMatch(Rate::isLimited);
    }

    private @Nullable Admission usedUp(Use foreseen, @Nullable Budget budget, long now) {
        if (budget != null && !budget.fits(foreseen.dollars()) && !budget.mayFitLater(foreseen.dollars())) {
            return new Admission.Exhausted(
                    Admission.Limit.MONEY,
                    Long.MAX_VALUE,
                    dollars(budget.spent()) + " of " + dollars(budget.cap())
                            + " are spent, and the next call can cost up to " + dollars(foreseen.dollars()));
        }
        long again = today.again(foreseen.totalTokens(), now);
        return again > now ? new Admission.Exhausted(Admission.Limit.DAY, again, today.words()) : null;
    }

    private static String dollars(BigDecimal amount) {
        return "$" + amount.stripTrailingZeros().toPlainString();
    }

    private @Nullable Admission tooEarly(Use foreseen, long now) {
        if (now < throttles.pausedUntil()) {
            return new Admission.NotBefore(Admission.Limit.PAUSE, throttles.pausedUntil());
        }
        long quota = now;
        for (Rate rate : rates) {
            quota = Math.max(quota, rate.usedUpUntil());
        }
        if (quota > now) {
            return new Admission.NotBefore(Admission.Limit.DAY, quota);
        }
        long earliest = throttles.notBefore();
        earliest = Math.max(earliest, requests.notBefore(1, now));
        earliest = Math.max(earliest, tokens.notBefore(foreseen.totalTokens(), now));
        earliest = Math.max(earliest, input.notBefore(foreseen.countedInput(), now));
        earliest = Math.max(earliest, output.notBefore(foreseen.outputTokens(), now));
        return earliest > now ? new Admission.NotBefore(Admission.Limit.RATE, earliest) : null;
    }

    private Permit take(Use foreseen, @Nullable Budget budget, long now) {
        taken++;
        throttles.begun(now);
        requests.take(1, now);
        tokens.take(foreseen.totalTokens(), now);
        input.take(foreseen.countedInput(), now);
        output.take(foreseen.outputTokens(), now);
        today.take(foreseen.totalTokens(), now);
        if (budget != null) {
            budget.reserve(foreseen.dollars());
        }
        return new Permit(foreseen, budget, now);
    }

    private void settle(Permit permit, Use used) {
        Use foreseen = permit.foreseen();
        long at = permit.begun();
        tokens.correct(used.totalTokens() - foreseen.totalTokens(), at);
        input.correct(used.countedInput() - foreseen.countedInput(), at);
        output.correct(used.outputTokens() - foreseen.outputTokens(), at);
        today.correct(used.totalTokens() - foreseen.totalTokens(), at);
        Budget budget = permit.budget();
        if (budget != null) {
            budget.settle(foreseen.dollars(), used.dollars());
        }
    }

    private static Use used(Permit permit, Verdict verdict) {
        if (verdict instanceof Verdict.Succeeded succeeded) {
            return succeeded.used();
        }
        return verdict instanceof Verdict.Unknown ? permit.foreseen() : Use.ofTokens(0, 0);
    }

    private static void observe(Rate rate, ReportedLimits.@Nullable Window reported, long now) {
        if (reported != null) {
            rate.observe(reported, now);
        }
    }
}
