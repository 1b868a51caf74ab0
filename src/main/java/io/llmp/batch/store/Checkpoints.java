package io.llmp.batch.store;

import io.llmp.batch.store.seal.StoreSeal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when HSQLDB rewrites its files, and keeps the seal in step. HSQLDB's own checkpoints are switched off: they would
 * start a new log that the seal does not know of. Safe for use by many threads.
 */
final class Checkpoints implements AutoCloseable {

    private static final long LOG_LIMIT = 50_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final DataSource dataSource;
    private final StoreSeal seal;
    private final FailedWrites failedWrites;
    /** Shared by commits under way; whoever has it alone marks what they have written. */
    private final ReadWriteLock commits = new ReentrantReadWriteLock();

    private final AtomicLong records = new AtomicLong();
    private @Nullable Thread running;

    Checkpoints(DataSource dataSource, StoreSeal seal, FailedWrites failedWrites) {
        this.dataSource = dataSource;
        this.seal = seal;
        this.failedWrites = failedWrites;
    }

    /** Seals the files of a database that has just been opened and that nobody uses yet. */
    void start() throws SQLException, IOException {
        records.set(countedRecords());
        seal.seal(records.get(), true);
    }

    private long countedRecords() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            if (Schema.version(connection) < Schema.CURRENT) {
                return 0;
            }
            try (ResultSet sum =
                    statement.executeQuery("SELECT COALESCE(SUM(SUCCEEDED + REUSED + SKIPPED), 0) FROM LLMP_SPLIT")) {
                return sum.next() ? sum.getLong(1) : 0;
            }
        }
    }

    /** Notes that job records are about to be committed. */
    void countRecords(int added) {
        records.addAndGet(added);
    }

    /**
     * Commits, and extends the seal; starts a checkpoint in the background when the log has grown long.
     *
     * @throws org.springframework.dao.DataAccessException when what was committed may not be on the disk
     */
    void commit(Runnable commit) {
        commits.readLock().lock();
        try {
            commit.run();
        } finally {
            commits.readLock().unlock();
        }
        failedWrites.requireNone();
        // Where another is under way, that one does it at its end.
        if (commits.writeLock().tryLock()) {
            try {
                mark();
            } finally {
                commits.writeLock().unlock();
            }
        }
    }

    private void mark() {
        try {
            if (seal.mark(records.get()) > LOG_LIMIT) {
                startInBackground();
            }
        } catch (IOException e) {
            // What is committed is durable all the same; the seal only covers less than it could.
            LOG.warn("The seal of the database could not be written", e);
        }
    }

    private synchronized void startInBackground() {
        if (running == null) {
            running = new Thread(this::runOnce, "store-checkpoint");
            running.setDaemon(true);
            running.start();
        }
    }

    private void runOnce() {
        try {
            run("CHECKPOINT", false);
        } catch (SQLException | RuntimeException e) {
            LOG.warn("A checkpoint failed", e);
        } finally {
            synchronized (this) {
                running = null;
            }
        }
    }

    /** Rewrites the files without the space of removed rows. */
    void compact() throws SQLException {
        awaitEnd();
        run("CHECKPOINT DEFRAG", false);
    }

    /** Shuts the database down and writes it out, so that the next process need not replay its log. */
    void shutDown() throws SQLException {
        awaitEnd();
        if (failedWrites.any()) {
            // The files as they are have all that was durable before the write that failed.
            execute("SHUTDOWN IMMEDIATELY");
        } else {
            run("SHUTDOWN", true);
        }
    }

    /** Executes a statement after which HSQLDB has rewritten its files. */
    private void run(String statement, boolean last) throws SQLException {
        try {
            seal.unseal();
            try {
                execute(statement);
            } catch (SQLException e) {
                if (!last) {
                    // While a backup is made, for instance: the files are whole, as they were or written anew.
                    seal.seal(records.get(), false);
                }
                throw e;
            }
            seal.seal(records.get(), last);
        } catch (IOException e) {
            throw new UncheckedIOException("The seal of the database could not be written", e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void awaitEnd() {
        Thread last;
        synchronized (this) {
            last = running;
        }
        boolean interrupted = false;
        while (last != null && last.isAlive()) {
            try {
                last.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            seal.close();
        } catch (IOException e) {
            LOG.warn("The seal of the database could not be closed", e);
        }
    }
}
