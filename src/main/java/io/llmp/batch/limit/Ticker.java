package io.llmp.batch.limit;

/** Gives the passage of time in nanoseconds from an arbitrary origin, never backwards. Safe for use by many threads. */
@FunctionalInterface
public interface Ticker {

    long nanos();
}
