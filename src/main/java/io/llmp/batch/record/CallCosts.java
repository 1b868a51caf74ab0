package io.llmp.batch.record;

import io.llmp.batch.llm.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an outcome took.
 *
 * @param attempts calls made to the provider, at least 0; 0 when the item never reached it
 * @param repairs how many of the attempts asked again for an invalid answer
 * @param finishReason the provider's word for why the last reply ended, or null without a reply
 * @param requestId the provider's name of the last call, or null when it gave none
 * @param usage tokens of all replies together
 * @param cost US dollars of all replies together, or null when the model's price is not known
 * @param latency time from the first attempt to the last reply, waits between attempts included
 * @param queued time from the row's being ready to the first attempt
 */
public record CallCosts(
        int attempts,
        int repairs,
        @Nullable String finishReason,
        @Nullable String requestId,
        Usage usage,
        @Nullable BigDecimal cost,
        Duration latency,
        Duration queued) {

    /** Of an item that never reached the provider. */
    public static final CallCosts NONE =
            new CallCosts(0, 0, null, null, Usage.NONE, BigDecimal.ZERO, Duration.ZERO, Duration.ZERO);

    public CallCosts {
        if (attempts < 0 || repairs < 0) {
            throw new IllegalArgumentException(
                    "attempts and repairs must be at least 0 but were " + attempts + " and " + repairs);
        }
    }

    /** Returns what this and a later effort about the same item took together; how it ended is the later one's matter. */
    public CallCosts then(CallCosts later) {
        return new CallCosts(
                attempts + later.attempts,
                repairs + later.repairs,
                later.finishReason,
                later.requestId,
                usage.plus(later.usage),
                cost == null || later.cost == null ? null : cost.add(later.cost),
                later.latency,
                later.queued);
    }
}
