package io.llmp.batch.limit;

/** How a permitted call ended, as far as limits care. */
public sealed interface Verdict {

    /** The call was answered and used this many tokens. */
    record Succeeded(long tokens) implements Verdict {}

    /** The provider asked every caller to wait. */
    record Throttled(long untilNanos) implements Verdict {}

    /** The call ended without an answer; its tokens were not used. */
    record Abandoned() implements Verdict {}
}
