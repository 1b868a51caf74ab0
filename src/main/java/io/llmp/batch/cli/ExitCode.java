package io.llmp.batch.cli;

/** What the process says of its end. */
final class ExitCode {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int INVALID = 2;
    static final int SKIPPED = 3;
    static final int STOPPED = 4;
    static final int IN_USE = 75;

    private ExitCode() {}
}
