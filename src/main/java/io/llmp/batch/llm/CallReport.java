package io.llmp.batch.llm;

import java.time.Duration;

/** What came of a wish to call, retries included. */
public sealed interface CallReport {

    /**
     * The call was made.
     *
     * @param result the last attempt's result
     * @param attempts calls made, at least 1
     * @param queued time from the wish to the first attempt
     * @param latency time from the first attempt to the end of the last, waits between them included
     */
    record Made(ModelResult result, int attempts, Duration queued, Duration latency) implements CallReport {}

    /** The caller was told to stop before an attempt could settle it; nothing was paid. */
    record NotMade() implements CallReport {}
}
