package io.llmp.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.hsqldb.Session;
import org.hsqldb.jdbc.JDBCConnection;
import org.hsqldb.persist.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.support.TransactionTemplate;

class FailedWritesTest {

    private final IOException full = new IOException("No space left on device");

    @Test
    void aCommitFailsOnceHsqldbCouldNotWriteItsFiles(@TempDir Path home) throws SQLException {
        try (StoreDatabase database = Stores.hold(home)) {
            commit(database);
            events(database).logWarningEvent("ScriptWriter synch error: ", full);

            assertThatThrownBy(() -> commit(database))
                    .isInstanceOf(DataAccessResourceFailureException.class)
                    .hasRootCause(full);
        }
    }

    @Test
    void ofTwoDatabasesOnlyTheOneThatCouldNotBeWrittenFails(@TempDir Path first, @TempDir Path second)
            throws SQLException {
        try (StoreDatabase unwritable = Stores.hold(first);
                StoreDatabase other = Stores.hold(second)) {
            events(unwritable).logSevereEvent("checkpoint failed", full);

            assertThatThrownBy(() -> commit(unwritable)).isInstanceOf(DataAccessResourceFailureException.class);
            commit(other);
        }
    }

    @Test
    void whatHsqldbSaysWithoutAFailureIsNone(@TempDir Path home) throws SQLException {
        FailedWrites watching = new FailedWrites();
        try (StoreDatabase database = Stores.hold(home)) {
            watching.watch(database.dataSource());
            events(database).logSevereEvent("space manager error - recovered", null);
            assertThat(watching.any()).isFalse();
        }
    }

    private static void commit(StoreDatabase database) {
        new TransactionTemplate(database.transactionManager()).executeWithoutResult(status -> {});
    }

    private static Logger events(StoreDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            Session session = (Session) connection.unwrap(JDBCConnection.class).getSession();
            return session.getDatabase().logger;
        }
    }
}
