package io.llmp.batch.cli;

import io.llmp.batch.record.Run;

/** What the process says of its end. */
final class ExitCode {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int INVALID = 2;
    static final int SKIPPED = 3;
    static final int STOPPED = 4;
    static final int IN_USE = 75;

    private ExitCode() {}

    /** Returns what tells the end of a run. */
    static int of(Run run) {
        return switch (run.status()) {
            case COMPLETED -> run.counts().skipped() == 0 ? OK : SKIPPED;
            case STOPPED, PAUSED -> STOPPED;
            case RUNNING, FAILED, ABANDONED -> FAILED;
        };
    }
}
