package io.llmp.batch.simulator.limit;

import org.jspecify.annotations.Nullable;

/**
 * A request turned away.
 *
 * @param measure the limit that was reached, or null when there were too many requests at once
 * @param used how much of it the requests before had used up
 * @param requested how much of it this one wanted
 * @param waitNanos when the request would pass, if no other came; 0 when nobody knows
 */
public record Denial(@Nullable Measure measure, int limit, int used, int requested, long waitNanos) {}
