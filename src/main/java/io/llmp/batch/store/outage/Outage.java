package io.llmp.batch.store.outage;

import io.llmp.batch.problem.Causes;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** Distinguishes a database that is away for a while from one that refuses. */
public final class Outage {

    private static final String TOO_MANY_CONNECTIONS = "53300";
    /** Of a server that has just been demoted: another has taken its place, or soon will. */
    static final String READ_ONLY = "25006";

    private Outage() {}

    /** Returns whether a failure comes of a connection that broke or could not be made. */
    public static boolean isOne(@Nullable Throwable failure) {
        return Causes.of(failure)
                .anyMatch(e -> e instanceof SQLTransientConnectionException
                        || (e instanceof SQLException sql && isOutage(sql.getSQLState())));
    }

    /** Returns whether a failure comes of a database that can only be read. */
    public static boolean isReadOnly(@Nullable Throwable failure) {
        return Causes.of(failure).anyMatch(e -> e instanceof SQLException sql && READ_ONLY.equals(sql.getSQLState()));
    }

    /** Class 08 is connections; 57P01 to 57P03 is a PostgreSQL server that shuts down, has crashed or starts up. */
    private static boolean isOutage(@Nullable String state) {
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("57P0")
                        || state.equals(TOO_MANY_CONNECTIONS)
                        || state.equals(READ_ONLY));
    }
}
