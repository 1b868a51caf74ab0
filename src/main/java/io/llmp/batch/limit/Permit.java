package io.llmp.batch.limit;

/**
 * Leave to make one call, given back to the {@link CallLimits} it came from exactly once.
 *
 * @param foreseen what was set aside for the call
 * @param begun when, on the {@link Ticker}
 */
public record Permit(Use foreseen, long begun) {}
