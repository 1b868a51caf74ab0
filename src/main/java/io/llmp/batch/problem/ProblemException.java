package io.llmp.batch.problem;

import org.jspecify.annotations.Nullable;

/**
 * Something the user can fix. Carries what is wrong and where, and what to do about it; the command line turns it into
 * words and an exit code. Neither text ever holds a key or a prompt, and no code branches on them.
 */
public final class ProblemException extends RuntimeException {

    /** Whose turn it is to act, which decides the exit code. */
    public enum Kind {
        /** A command, template, configuration or input that cannot work as given; nothing was started. */
        INVALID,
        /** The surroundings failed: provider, database, disk. */
        FAILED,
        /** Another process holds what this one needs. */
        IN_USE
    }

    private final Kind kind;
    private final String problem;
    private final String remedy;

    private ProblemException(Kind kind, String problem, String remedy, @Nullable Throwable cause) {
        super(problem + " " + remedy, cause);
        this.kind = kind;
        this.problem = problem;
        this.remedy = remedy;
    }

    /** Returns a problem with what the user gave: a command, template, configuration or input. */
    public static ProblemException invalid(String problem, String remedy) {
        return new ProblemException(Kind.INVALID, problem, remedy, null);
    }

    /** Returns a problem with what the user gave, found by way of {@code cause}. */
    public static ProblemException invalid(String problem, String remedy, Throwable cause) {
        return new ProblemException(Kind.INVALID, problem, remedy, cause);
    }

    /** Returns a failure of the surroundings: provider, database, disk. */
    public static ProblemException failed(String problem, String remedy) {
        return new ProblemException(Kind.FAILED, problem, remedy, null);
    }

    /** Returns a failure of the surroundings, found by way of {@code cause}. */
    public static ProblemException failed(String problem, String remedy, Throwable cause) {
        return new ProblemException(Kind.FAILED, problem, remedy, cause);
    }

    /** Returns a clash with another process that holds what this one needs. */
    public static ProblemException inUse(String problem, String remedy) {
        return new ProblemException(Kind.IN_USE, problem, remedy, null);
    }

    public Kind kind() {
        return kind;
    }

    /** What is wrong and where: one or more whole sentences. */
    public String problem() {
        return problem;
    }

    /** What to do about it: one or more whole sentences. */
    public String remedy() {
        return remedy;
    }
}
