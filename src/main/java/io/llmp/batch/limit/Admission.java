package io.llmp.batch.limit;

/** The answer to a wish for a permit. */
public sealed interface Admission {

    /** The call may begin now. */
    record Granted(Permit permit) implements Admission {}

    /** The call may not begin before this time of the {@link Ticker}, and perhaps not then. */
    record NotBefore(long nanos) implements Admission {}

    /** All slots are taken: ask again when a permit has been given back. */
    record SlotsTaken() implements Admission {}
}
