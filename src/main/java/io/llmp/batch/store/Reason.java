package io.llmp.batch.store;

/** What a failure of a database comes down to, in words for the user. */
final class Reason {

    private Reason() {}

    /** Returns the first line of the innermost cause, without passwords; the others tell of places in the program. */
    static String of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return PostgresAddress.redact(String.valueOf(root.getMessage()))
                .strip()
                .lines()
                .findFirst()
                .orElse("");
    }
}
