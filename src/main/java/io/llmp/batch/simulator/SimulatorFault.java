package io.llmp.batch.simulator;

/** What can go wrong with a call to a simulated provider. */
public enum SimulatorFault {
    /** A 500. */
    ERROR,
    /** A 502 with a page of HTML, as a gateway in front of a provider sends it. */
    BAD_GATEWAY,
    /** A 503. */
    UNAVAILABLE,
    /** A 529, which is Anthropic's for a provider without room. */
    OVERLOADED,
    /** A 429 without a limit behind it. */
    THROTTLE,
    /** The connection is dropped without a reply. */
    RESET,
    /** No reply, ever. */
    HANG,
    /** An answer whose body comes in small pieces, over the time set for it. */
    SLOW_BODY,
    /** An answer whose connection ends before all of the body that was announced has come. */
    CUT_BODY,
    /** A reply with status 200 whose body is not JSON. */
    GARBLED,
    /** An answer that breaks the wanted schema. */
    INVALID,
    /** Half an answer, ended as if the bound on its length had been reached. */
    TRUNCATED,
    /** A refusal. */
    REFUSAL,
    /** An answer withheld by a filter. */
    CONTENT_FILTER
}
