package io.llmp.batch.limit;

/**
 * Leave to make one call, given back to the {@link CallLimits} it came from exactly once.
 *
 * @param tokens tokens set aside for the call
 */
public record Permit(long tokens) {}
