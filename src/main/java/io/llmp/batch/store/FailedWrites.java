package io.llmp.batch.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.hsqldb.Session;
import org.hsqldb.jdbc.JDBCConnection;
import org.hsqldb.lib.SimpleLog;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Notices when HSQLDB could not write its files. On a full disk it says that in its event log, and lets the commit succeed
 * all the same ({@code ScriptWriterBase.forceSync} in 2.7.4), so that what it says is durable would be gone with the process.
 * It does so in the thread that commits, before the commit returns. This takes the place of that log, so it depends on no
 * logging library and on no level. Safe for use by many threads.
 */
final class FailedWrites extends SimpleLog {

    private volatile @Nullable Throwable first;

    FailedWrites() {
        // No file: it would be on the same disk.
        super(null, LOG_NONE, false);
    }

    /** Starts to notice those of the database that this process has open. */
    void watch(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            Session session = (Session) connection.unwrap(JDBCConnection.class).getSession();
            session.getDatabase().logger.appLog = this;
        }
    }

    @Override
    public synchronized void logContext(@Nullable Throwable failure, @Nullable String message, int level) {
        if (first == null) {
            first = failure;
        }
    }

    boolean any() {
        return first != null;
    }

    /** @throws DataAccessResourceFailureException when something could not be written since it started to watch */
    void requireNone() {
        Throwable failure = first;
        if (failure != null) {
            throw new DataAccessResourceFailureException("The database under LLMP_HOME could not be written", failure);
        }
    }
}
