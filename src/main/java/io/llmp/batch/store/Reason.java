package io.llmp.batch.store;

import io.llmp.batch.problem.Causes;

/** What a failure of a database comes down to, in words for the user. */
final class Reason {

    private Reason() {}

    /** Returns the first line of the innermost cause, without passwords; the others tell of places in the program. */
    static String of(Throwable failure) {
        return PostgresAddress.redact(String.valueOf(Causes.innermost(failure).getMessage()))
                .strip()
                .lines()
                .findFirst()
                .orElse("");
    }
}
