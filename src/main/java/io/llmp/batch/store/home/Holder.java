package io.llmp.batch.store.home;

import io.llmp.batch.problem.ProblemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the embedded database.
 *
 * @param pid process number, or null for a process that has only just taken hold and not said who it is
 * @param access what it holds the database for
 */
public record Holder(@Nullable Long pid, Access access) {

    static final Holder UNKNOWN = new Holder(null, Access.SHARE);

    /** Reads what {@link #toString} wrote, or nothing. */
    static Holder parse(String text) {
        try {
            int space = text.indexOf(' ');
            return space < 0
                    ? UNKNOWN
                    : new Holder(
                            Long.valueOf(text.substring(0, space)),
                            Access.valueOf(text.substring(space + 1).strip()));
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    public static Holder current(Access access) {
        return new Holder(ProcessHandle.current().pid(), access);
    }

    /** Returns the problem of a process that this one keeps out. */
    public ProblemException inUse(Path home) {
        String what = access == Access.HOLD ? ", which works on a run." : ".";
        return ProblemException.inUse(
                "LLMP_HOME " + home + " is in use by " + (pid == null ? "another process." : "process " + pid + what),
                "Wait for it to end, stop it" + (pid == null ? "" : " (kill " + pid + ")")
                        + ", or set LLMP_HOME to another directory.");
    }

    /** Returns the problem of a process that has the database and does not answer. */
    public ProblemException silent() {
        return ProblemException.inUse(
                "The database under LLMP_HOME is in use by process " + pid + ", which does not answer.",
                "If it is suspended, resume it (kill -CONT " + pid + "), or end it (kill -9 " + pid
                        + "); what it has answered is kept.");
    }

    @Override
    public String toString() {
        return pid + " " + access;
    }
}
