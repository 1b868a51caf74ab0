package io.llmp.batch.record;

/** Why an item has no answer. */
public enum SkipReason {
    /** The row does not fit the columns of its file, or a value that the template uses cannot be read. */
    MALFORMED_ROW,
    /** The row does not satisfy the template's input schema. */
    INVALID_INPUT,
    /** The request is longer than the model takes. */
    PROMPT_TOO_LONG,
    /** The provider's filter withheld request or answer. */
    CONTENT_FILTERED,
    /** The model declined to answer. */
    REFUSED,
    /** The answer did not fit into its bound. */
    TRUNCATED,
    /** The answer broke the output schema, repairs included. */
    INVALID_OUTPUT,
    /** The provider could not make sense of the request. */
    PROVIDER_REJECTED,
    /** The provider failed on every attempt. */
    PROVIDER_UNAVAILABLE,
    /** No whole reply came in time, on any attempt. */
    TIMED_OUT
}
