package io.llmp.batch.limit;

/** The answer to a request for a permit. */
public sealed interface Admission {

    /** What stands in a call's way. */
    enum Limit {
        /** All slots are taken. */
        SLOTS,
        /** Requests or tokens a minute. */
        RATE,
        /** The provider asked for a pause. */
        PAUSE,
        /** Requests or tokens of a day, or of another time much longer than a minute. */
        DAY,
        /** The spending limit. */
        MONEY
    }

    /** The call may begin now. */
    record Granted(Permit permit) implements Admission {}

    /** The call may not begin before this time of the {@link Ticker}, and perhaps not then. */
    record NotBefore(Limit obstacle, long nanos) implements Admission {}

    /** The call may not begin as things are: ask again when a permit has been given back. */
    record AfterReturn(Limit obstacle) implements Admission {}

    /**
     * A limit is used up for longer than it makes sense to wait.
     *
     * @param again time of the {@link Ticker} from which some of it is free again; {@link Long#MAX_VALUE} for never
     * @param words which limit, in words for the user
     */
    record Exhausted(Limit obstacle, long again, String words) implements Admission {}
}
