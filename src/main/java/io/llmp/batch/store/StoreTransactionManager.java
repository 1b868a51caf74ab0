package io.llmp.batch.store;

import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Transactions of the store, which fail with what broke them. Where a connection breaks, the rollback fails as well, and
 * Spring would throw that failure in place of the first, so that nobody could tell an outage. There is nothing to roll back
 * then: the database does so itself when it loses the connection, and the pool when it gets one back with work undone.
 */
final class StoreTransactionManager extends JdbcTransactionManager {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(StoreTransactionManager.class);

    private final transient Consumer<Runnable> committing;

    /** @param committing runs a commit, and throws when the database let it succeed and could not write it */
    StoreTransactionManager(DataSource dataSource, Consumer<Runnable> committing) {
        super(dataSource);
        this.committing = committing;
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        committing.accept(() -> super.doCommit(status));
    }

    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        try {
            super.doRollback(status);
        } catch (RuntimeException e) {
            LOG.debug("A transaction could not be rolled back", e);
        }
    }
}
