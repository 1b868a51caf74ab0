package io.llmp.batch.llm;

/** Why a call got no reply, and whom that concerns. */
public enum FailureKind {
    /** The request is longer than the model takes. */
    PROMPT_TOO_LONG(Scope.ITEM),
    /** A filter of the provider turned the request away. */
    CONTENT_FILTERED(Scope.ITEM),
    /** The provider cannot make sense of this request. */
    REJECTED(Scope.ITEM),

    /** The provider asks all callers to slow down. */
    THROTTLED(Scope.PASSING),
    /** More calls are in flight than the provider allows at once; fewer of them pass. */
    PARALLEL_LIMIT(Scope.PASSING),
    /** The provider says that it has too much to do, whoever asks. */
    OVERLOADED(Scope.PASSING),
    /** There is no way to the provider: no connection could be made. */
    UNREACHABLE(Scope.PASSING),
    /** The provider, or the way to it, is broken for now; or it breaks by this request. */
    UNAVAILABLE(Scope.PASSING),
    /** The call succeeded, and was probably billed, but its reply holds no answer that can be read. */
    UNREADABLE(Scope.PASSING),
    /** No whole reply came within the time allowed. */
    TIMED_OUT(Scope.PASSING),

    /** The key is missing, wrong, or not entitled. */
    ACCESS_DENIED(Scope.RUN),
    /** There is no such model, or nothing of the kind at this address. */
    UNKNOWN_MODEL(Scope.RUN),
    /** The provider does not take a setting of the template, such as a temperature. */
    SETTING_REFUSED(Scope.RUN),
    /** None of the replies so far could be read: what answers there is no model, or speaks another protocol. */
    NO_ANSWERS(Scope.RUN),
    /** The way there is barred: a certificate that is not trusted, or a proxy that lets nothing through. */
    BLOCKED(Scope.RUN),
    /** Money or quota at the provider is used up. */
    QUOTA_EXHAUSTED(Scope.RUN),
    /** A limit is used up for longer than a run waits, such as that of a day; the failure says for how long. */
    LIMIT_REACHED(Scope.RUN),
    /** What may be spent is spent, but for less than the next call can cost. */
    SPENDING_LIMIT_REACHED(Scope.RUN),
    /** The provider answered before, and has been broken for longer than a run waits. */
    OUTAGE(Scope.RUN);

    /** Whom a failure concerns. */
    public enum Scope {
        /** This item only: asking again gives the same. */
        ITEM,
        /** This moment only: asking again later may help. */
        PASSING,
        /** The whole run: every other call would fail likewise. */
        RUN
    }

    private final Scope scope;

    FailureKind(Scope scope) {
        this.scope = scope;
    }

    public Scope scope() {
        return scope;
    }

    /**
     * Whether it ends a run only before any answer: a firewall in front of the provider, or one broken machine of it, says
     * the same of a single request.
     */
    public boolean mayBeTheCalls() {
        return this == ACCESS_DENIED || this == UNKNOWN_MODEL || this == SETTING_REFUSED;
    }

    /** Whether it cannot lie with the request that met it. */
    public boolean isTheProviders() {
        return this == OVERLOADED || this == UNREACHABLE;
    }
}
