package io.llmp.batch.limit;

import org.jspecify.annotations.Nullable;

/**
 * Leave to make one call, given back to the {@link CallLimits} it came from exactly once.
 *
 * @param foreseen what was set aside for the call
 * @param budget what its dollars were set aside of, or null when money is no limit
 * @param begun when, on the {@link Ticker}
 */
public record Permit(Use foreseen, @Nullable Budget budget, long begun) {}
