package io.llmp.batch.dispatch;

import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Usage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The result of a call that was asked for, retries included. */
public sealed interface CallResult {

    /**
     * The call was made.
     *
     * @param result the last attempt's result
     * @param attempts calls made, at least 1
     * @param wasted tokens that the provider bills for the attempts that failed, where they are known
     * @param unmetered whether it may bill more for them
     * @param queued time from the request to the first attempt
     * @param latency time from the first attempt to the end of the last, waits between them included
     */
    record Made(ModelResult result, int attempts, Usage wasted, boolean unmetered, Duration queued, Duration latency)
            implements CallResult {}

    /**
     * The caller admits no more, and no attempt has settled the call; nothing was paid.
     *
     * @param failure why, of scope {@link FailureKind.Scope#RUN}: this call or another met what every call would meet; its
     *     {@code retryAfter} says from when a call may be made again, null for unknown or never. Null when the caller was
     *     stopped by its user
     */
    record NotMade(@Nullable CallFailure failure) implements CallResult {}
}
