package io.llmp.batch.dispatch;

import io.llmp.batch.limit.Admission;
import io.llmp.batch.limit.Breaker;
import io.llmp.batch.limit.CallLimits;
import io.llmp.batch.limit.Permit;
import io.llmp.batch.limit.Verdict;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One lane's calls: decides which of them is next and whether it may begin, and what becomes of a call that failed. Owns no
 * thread and no clock, and never waits; not safe for use by several threads, for which its pool has a lock.
 */
final class Dispatch {

    /** What to do now. */
    sealed interface Decision {

        /** Make this attempt, and tell how it {@link Dispatch#ended}. */
        record Begin(Dispatch lane, PendingCall call, Permit permit) implements Decision {}

        /** Ask again at this time, and whenever something has changed; {@link Long#MAX_VALUE} for the latter alone. */
        record Wait(CallerState.Obstacle obstacle, long until) implements Decision {}

        /** Stop this lane: no call of it can be made for long. */
        record End(Dispatch lane, CallFailure why) implements Decision {}
    }

    private final Lanes lanes;
    private final CallLimits limits;
    private final Lane.Settings settings;
    private final Duration patience;
    private final Breaker breaker;
    private final Retries retries;
    private final CallUse use;
    private final CallQueue line;
    private Decision.Wait waiting = new Decision.Wait(CallerState.Obstacle.NONE, Long.MAX_VALUE);
    private int inFlight;
    private boolean primed;
    private boolean stopped;
    private @Nullable CallFailure stoppedBy;

    /** @param lanes all lanes of the pool, this one to be among them */
    Dispatch(
            Lanes lanes,
            CallLimits limits,
            ProviderHealth health,
            Lane.Settings settings,
            RetryPolicy retry,
            RandomGenerator random) {
        this.lanes = lanes;
        this.limits = limits;
        this.settings = settings;
        this.use = new CallUse(settings.price(), settings.budget() != null);
        this.patience = retry.maxOutage();
        this.breaker = health.breaker();
        this.line = new CallQueue(new RetryBudget(retry.share()));
        this.retries = new Retries(retry, health, random);
    }

    /** Returns a call that is not yet in line; may be used by any thread. */
    PendingCall pending(ModelRequest request, long now) {
        return new PendingCall(request, use.worstCase(request), now);
    }

    /** Puts a call in line; when stopped, tells so instead. */
    @Nullable
    CallResult add(PendingCall call, boolean followUp) {
        if (stopped) {
            return new CallResult.NotMade(stoppedBy);
        }
        if (followUp) {
            line.addFollowUp(call);
        } else {
            line.add(call);
        }
        return null;
    }

    /** Returns what to do at {@code now}. */
    Decision next(long now) {
        return noted(decide(now));
    }

    /** Returns what to do at {@code now} where another lane, whose turn it is, waits for something that all lanes share. */
    Decision behind(Decision.Wait other, long now) {
        Decision.Wait own = waitOfItsOwn(now);
        return noted(own == null ? other : own);
    }

    private Decision noted(Decision decision) {
        waiting = decision instanceof Decision.Wait wait
                ? wait
                : new Decision.Wait(CallerState.Obstacle.NONE, Long.MAX_VALUE);
        return decision;
    }

    /** Whether it was for want of calls that the last decision was to wait, so that one that comes may begin at once. */
    boolean lacksCalls() {
        return waiting.obstacle() == CallerState.Obstacle.NONE || waiting.obstacle() == CallerState.Obstacle.RETRY;
    }

    private Decision.@Nullable Wait waitOfItsOwn(long now) {
        if (line.first(now) == null) {
            boolean none = line.size() == 0;
            return new Decision.Wait(none ? CallerState.Obstacle.NONE : CallerState.Obstacle.RETRY, line.nextDue());
        }
        if (settings.storeIsFull().getAsBoolean()) {
            return new Decision.Wait(CallerState.Obstacle.STORE, Long.MAX_VALUE);
        }
        if (settings.primeCache() && !primed && inFlight > 0) {
            return new Decision.Wait(CallerState.Obstacle.PRIMING, Long.MAX_VALUE);
        }
        return null;
    }

    private Decision decide(long now) {
        Decision.Wait own = waitOfItsOwn(now);
        if (own != null) {
            return own;
        }
        if (breaker.isOpen() && (breaker.isProbing() || now < breaker.probeAt())) {
            long until = breaker.isProbing() ? Long.MAX_VALUE : breaker.probeAt();
            return new Decision.Wait(CallerState.Obstacle.OUTAGE, until);
        }
        PendingCall first = line.peek();
        Admission admission = limits.reserve(use.foresee(first), settings.budget(), now);
        if (admission instanceof Admission.Granted granted) {
            return begin(first, granted.permit(), now);
        }
        return hindered(admission, now);
    }

    private Decision begin(PendingCall call, Permit permit, long now) {
        line.removeFirst();
        inFlight++;
        breaker.begun();
        retries.begun(call, now);
        return new Decision.Begin(this, call, permit);
    }

    private Decision hindered(Admission admission, long now) {
        if (admission instanceof Admission.AfterReturn afterReturn) {
            return new Decision.Wait(obstacle(afterReturn.obstacle()), Long.MAX_VALUE);
        }
        if (admission instanceof Admission.Exhausted usedUp) {
            return new Decision.End(
                    this,
                    usedUp.obstacle() == Admission.Limit.MONEY
                            ? CallFailure.of(FailureKind.SPENDING_LIMIT_REACHED, usedUp.words())
                            : limitReached(usedUp.words(), usedUp.again() - now));
        }
        Admission.NotBefore notBefore = (Admission.NotBefore) admission;
        long wait = notBefore.nanos() - now;
        if (notBefore.obstacle() == Admission.Limit.DAY && wait > patience.toNanos()) {
            return new Decision.End(this, limitReached("the provider says that a quota of it is used up", wait));
        }
        return new Decision.Wait(obstacle(notBefore.obstacle()), Math.min(notBefore.nanos(), line.nextDue()));
    }

    private static CallFailure limitReached(String words, long wait) {
        return Retries.after(FailureKind.LIMIT_REACHED, words, Duration.ofNanos(wait));
    }

    private static CallerState.Obstacle obstacle(Admission.Limit obstacle) {
        return switch (obstacle) {
            case SLOTS -> CallerState.Obstacle.SLOTS;
            case RATE, DAY -> CallerState.Obstacle.RATE;
            case PAUSE -> CallerState.Obstacle.THROTTLED;
            case MONEY -> CallerState.Obstacle.MONEY;
        };
    }

    /**
     * An attempt has ended.
     *
     * @return what to report of the call; null when it is in line again
     */
    @Nullable
    CallResult ended(PendingCall call, Permit permit, ModelResult result, long now) {
        inFlight--;
        primed = true;
        Verdict verdict = new Verdict.Unknown();
        try {
            limits.observe(result.limits(), now);
            if (result instanceof CallFailure failure) {
                call.failed(failure);
                Retries.Decision decision = decision(call, permit, failure, now);
                verdict = use.billed(failure, decision.verdict());
                return next(call, decision.next(), now);
            }
            retries.answered(permit, true);
            reached(permit, now);
            verdict = use.settled(call, permit, (ModelReply) result);
            return call.made(result, now);
        } finally {
            // Whatever goes wrong here: a permit that is not given back would be missed for ever.
            limits.giveBack(permit, verdict, now);
        }
    }

    /** The provider was there, with whatever answer. */
    private void reached(Permit permit, long now) {
        if (breaker.answered(permit.begun(), now)) {
            limits.restart(now);
        }
    }

    private Retries.Decision decision(PendingCall call, Permit permit, CallFailure failure, long now) {
        if (failure.kind().scope() != FailureKind.Scope.PASSING) {
            Retries.Decision decision = retries.refused(call, failure, now);
            retries.answered(permit, false);
            reached(permit, now);
            return decision;
        }
        if (failure.kind() == FailureKind.THROTTLED || failure.kind() == FailureKind.PARALLEL_LIMIT) {
            reached(permit, now);
        }
        Retries.Circumstances circumstances =
                new Retries.Circumstances(limits.exceedsAMinute(permit.foreseen()), lanes.areIdle());
        return retries.failed(call, permit, failure, circumstances, now);
    }

    private @Nullable CallResult next(PendingCall call, Retries.Next next, long now) {
        if (next instanceof Retries.GiveUp giveUp) {
            return call.made(giveUp.failure(), now);
        }
        if (next instanceof Retries.EndRun end && !stopped) {
            stopped = true;
            stoppedBy = end.failure();
        }
        if (stopped) {
            return new CallResult.NotMade(stoppedBy);
        }
        line.putBack(call);
        return null;
    }

    /** An attempt broke off for a reason that has nothing to do with the provider, or never began. */
    void abandoned(Permit permit, long now) {
        inFlight--;
        primed = true;
        breaker.failed(permit.begun(), true, now);
        limits.giveBack(permit, new Verdict.Abandoned(), now);
    }

    /** Ends the admission of calls, for this reason if there is none yet, and returns those that wait. */
    List<PendingCall> stop(@Nullable CallFailure why) {
        if (!stopped) {
            stopped = true;
            stoppedBy = why;
        }
        return line.clear();
    }

    Lane.Settings settings() {
        return settings;
    }

    /** Whether no call of it is in flight or waits. */
    boolean isIdle() {
        return inFlight == 0 && line.size() == 0;
    }

    boolean isStopped() {
        return stopped;
    }

    /** Why it was stopped; null when it was told to, or is not. */
    @Nullable
    CallFailure stoppedBy() {
        return stoppedBy;
    }

    int inFlight() {
        return inFlight;
    }

    CallerState state(long now) {
        long wait = waiting.until() == Long.MAX_VALUE ? 0 : Math.max(0, waiting.until() - now);
        return new CallerState(
                inFlight,
                limits.concurrency(),
                line.size(),
                waiting.obstacle(),
                Duration.ofNanos(wait),
                limits.requestShare(now),
                limits.tokenShare(now));
    }
}
