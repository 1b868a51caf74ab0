package io.llmp.batch.limit;

import org.jspecify.annotations.Nullable;

/**
 * The limits on calls to one provider and model: slots, requests and tokens a minute, and pauses the provider asks for.
 * All are reserved together or not at all. Pure arithmetic on the times it is given; safe for use by many threads.
 */
public final class CallLimits {

    private final int slots;
    private final @Nullable Pace requests;
    private final @Nullable Pace tokens;
    private int taken;
    private long pausedUntil;

    public CallLimits(LimitSettings settings, long now) {
        this.slots = settings.concurrency();
        this.requests = settings.requestsPerMinute() == null ? null : new Pace(settings.requestsPerMinute(), now);
        this.tokens = settings.tokensPerMinute() == null ? null : new Pace(settings.tokensPerMinute(), now);
        this.pausedUntil = now;
    }

    /**
     * Asks for leave to begin a call now.
     *
     * @param estimatedTokens tokens the call will probably use
     */
    public synchronized Admission reserve(long estimatedTokens, long now) {
        if (taken >= slots) {
            return new Admission.SlotsTaken();
        }
        long notBefore = notBefore();
        if (now < notBefore) {
            return new Admission.NotBefore(notBefore);
        }
        taken++;
        if (requests != null) {
            requests.take(1, now);
        }
        if (tokens != null) {
            tokens.take(estimatedTokens, now);
        }
        return new Admission.Granted(new Permit(estimatedTokens));
    }

    /** Takes a permit back and settles what its call really used. */
    public synchronized void giveBack(Permit permit, Verdict verdict) {
        taken--;
        if (verdict instanceof Verdict.Throttled throttled) {
            pausedUntil = Math.max(pausedUntil, throttled.untilNanos());
        }
        if (tokens != null) {
            long used = verdict instanceof Verdict.Succeeded succeeded ? succeeded.tokens() : 0;
            tokens.correct(used - permit.tokens());
        }
    }

    private long notBefore() {
        long earliest = pausedUntil;
        if (requests != null) {
            earliest = Math.max(earliest, requests.notBefore());
        }
        if (tokens != null) {
            earliest = Math.max(earliest, tokens.notBefore());
        }
        return earliest;
    }
}
