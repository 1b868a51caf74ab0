package io.llmp.batch.store;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Notices when HSQLDB could not write its files. On a full disk it logs that, and lets the commit succeed all the same
 * ({@code ScriptWriterBase.forceSync} in 2.7.4), so that what it says is durable would be gone with the process. It logs
 * in the thread that commits, before the commit returns, and only with an external event log level of 2. Safe for use by
 * many threads.
 */
final class FailedWrites extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    /** Above those of all databases. */
    private static final String LOGGER = "hsqldb.db";

    private volatile @Nullable Throwable first;

    private FailedWrites() {}

    /** Begins to take notice, until it is closed. */
    static FailedWrites watch() {
        FailedWrites watching = new FailedWrites();
        // Whatever is to be logged of the rest.
        logger().setLevel(Level.WARN);
        logger().addAppender(watching);
        watching.start();
        return watching;
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(LOGGER);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (first == null
                && event.getLevel().isGreaterOrEqual(Level.WARN)
                && event.getThrowableProxy() instanceof ThrowableProxy thrown) {
            first = thrown.getThrowable();
        }
    }

    boolean any() {
        return first != null;
    }

    /** @throws DataAccessResourceFailureException when something could not be written since the beginning */
    void requireNone() {
        Throwable failure = first;
        if (failure != null) {
            throw new DataAccessResourceFailureException("The database under LLMP_HOME could not be written", failure);
        }
    }

    @Override
    public void close() {
        logger().detachAppender(this);
    }
}
