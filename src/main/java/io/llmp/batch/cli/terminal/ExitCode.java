package io.llmp.batch.cli.terminal;

import io.llmp.batch.record.Run;

/** What the process says of its end. */
public final class ExitCode {

    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int INVALID = 2;
    public static final int SKIPPED = 3;
    public static final int STOPPED = 4;
    public static final int IN_USE = 75;

    private ExitCode() {}

    /** Returns what tells the end of a run. */
    public static int of(Run run) {
        return switch (run.status()) {
            case COMPLETED -> run.counts().skipped() == 0 ? OK : SKIPPED;
            case STOPPED, PAUSED -> STOPPED;
            case RUNNING, FAILED, ABANDONED -> FAILED;
        };
    }
}
