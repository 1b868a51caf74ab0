package io.llmp.batch.limit;

import java.time.Duration;

/**
 * What was used before these limits began to count, so that a limit on the day outlives the process.
 *
 * @param ago how long ago, at least 0; the end of a span where uses are summed over it
 * @param requests calls begun
 * @param tokens prompt and completion tokens together
 */
public record PastUse(Duration ago, long requests, long tokens) {
    public PastUse {
        if (ago.isNegative() || requests < 0 || tokens < 0) {
            throw new IllegalArgumentException("a past use must be at least 0 but was " + requests + " requests and "
                    + tokens + " tokens, " + ago + " ago");
        }
    }
}
