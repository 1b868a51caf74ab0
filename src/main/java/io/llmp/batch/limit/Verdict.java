package io.llmp.batch.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a permitted call ended, as limits see it. */
public sealed interface Verdict {

    /** The call was answered and used this. */
    record Succeeded(Use used) implements Verdict {}

    /**
     * The provider asked every caller to slow down, and did not do the work.
     *
     * @param repeated whether the same call was throttled several times before
     * @param retryAfter how long it asked to wait, or null when it did not say
     */
    record Throttled(boolean repeated, @Nullable Duration retryAfter) implements Verdict {}

    /**
     * The provider asked this caller alone to slow down, and answered others meanwhile.
     *
     * @param retryAfter how long it asked to wait, or null when it did not say
     */
    record ThrottledAlone(@Nullable Duration retryAfter) implements Verdict {}

    /** The provider refused the call because of the others in flight; the call used nothing. */
    record TooManyInFlight() implements Verdict {}

    /** The provider has too much to do; the call used nothing. */
    record Overloaded() implements Verdict {}

    /** The call ended without an answer, for a reason of its own; it used nothing. */
    record Abandoned() implements Verdict {}

    /** Nobody knows what the call used: all that was set aside counts as used. */
    record Unknown() implements Verdict {}
}
