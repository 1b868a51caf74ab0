package io.llmp.batch.cli.terminal;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import ch.qos.logback.core.status.StatusManager;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/** Says once, in a line, that the log cannot be written; by default, every line of it would become a stack trace. */
public final class LogTrouble implements StatusListener {

    private final AtomicBoolean said = new AtomicBoolean();
    private final PrintStream errors;

    private LogTrouble(PrintStream errors) {
        this.errors = errors;
    }

    /** Takes the place of who has said it so far. */
    public static void sayOnce(PrintStream errors) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            StatusManager statuses = context.getStatusManager();
            statuses.getCopyOfStatusListenerList().forEach(statuses::remove);
            boolean unused = statuses.add(new LogTrouble(errors));
        }
    }

    @Override
    public void addStatusEvent(Status status) {
        if (status.getEffectiveLevel() >= Status.ERROR && said.compareAndSet(false, true)) {
            Throwable cause = status.getThrowable();
            errors.println("llmp: The log cannot be written: "
                    + (cause == null ? status.getMessage() : cause.getMessage()) + ". The run is not affected.");
        }
    }
}
