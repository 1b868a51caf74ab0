package io.llmp.batch.store;

import io.llmp.batch.limit.Ticker;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.store.home.Access;
import io.llmp.batch.store.outage.Outage;
import io.llmp.batch.store.outage.OutageTolerantTransactions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The database of this process: the embedded one under {@code LLMP_HOME}, or one on a PostgreSQL server. Safe for use by
 * many threads.
 */
public final class StoreDatabase implements AutoCloseable {

    private final OpenStore opened;
    private final PlatformTransactionManager transactionManager;
    private final TransactionOperations transactions;

    private StoreDatabase(OpenStore opened, StoreProperties properties, Ticker ticker) {
        this.opened = opened;
        this.transactionManager = new StoreTransactionManager(opened.dataSource(), opened::commit);
        // A run waits for a server that can be written; a command of a moment does not.
        Duration patience =
                opened.isReadOnly() && properties.access() == Access.SHARE ? Duration.ZERO : properties.patience();
        this.transactions = new OutageTolerantTransactions(
                new TransactionTemplate(transactionManager), patience, ticker, Thread::sleep);
    }

    /** @throws ProblemException when another process keeps this one out, or the database cannot be used */
    static StoreDatabase open(StoreProperties properties, Ticker ticker) {
        OpenStore opened = properties.isRemote()
                ? PostgresDatabase.open(
                        PostgresAddress.of(properties), properties.patience(), ticker, properties.anySchema())
                : EmbeddedDatabase.open(properties.home(), properties.access(), properties.anySchema());
        return new StoreDatabase(opened, properties, ticker);
    }

    /** Returns its connections; to get one waits while the database is away. */
    public DataSource dataSource() {
        return opened.dataSource();
    }

    /** Returns what begins and ends its transactions, each of which is tried once. */
    public PlatformTransactionManager transactionManager() {
        return transactionManager;
    }

    /** Returns its transactions, which are repeated as a whole when the database was away; what is done in one must bear that. */
    public TransactionOperations transactions() {
        return transactions;
    }

    public SqlDialect dialect() {
        return opened.dialect();
    }

    /** Whether this process has the database to itself, so that no run in it can be alive but its own. */
    public boolean isHeld() {
        return opened.isHeld();
    }

    /** Whether nothing in it could be changed when it was opened, as on a server that follows another. */
    public boolean isReadOnly() {
        return opened.isReadOnly();
    }

    /** Where it is, in words for the user, without any password. */
    public String place() {
        return opened.place();
    }

    /** Returns the newest migration the database has, or 0 for an empty one. */
    public int schemaVersion() {
        try {
            return Schema.version(opened.dataSource());
        } catch (SQLException e) {
            throw ProblemException.failed(
                    "The database " + place() + " cannot be read: " + Reason.of(e) + ".",
                    "Check it, then try again.",
                    e);
        }
    }

    /** Returns the schema that this program works with. */
    public static int currentSchemaVersion() {
        return Schema.CURRENT;
    }

    /**
     * Brings an older schema up to date.
     *
     * @throws ProblemException when the schema is that of a newer program
     */
    public void migrate() {
        Schema.requireKnown(schemaVersion(), "the database " + place());
        Schema.migrate(opened.dataSource(), dialect(), "the database " + place());
    }

    /** Notes that as many job records more are about to be committed, so that damage can be told in answers. */
    public void countRecords(int added) {
        opened.countRecords(added);
    }

    /**
     * Refuses to continue before a full disk does; costs a system call.
     *
     * @throws ProblemException when the disk of the embedded database is nearly full; of a server nothing is known
     */
    public void requireRoom() {
        opened.requireRoom();
    }

    /** How many bytes it takes on the disk. */
    long bytes() {
        return opened.bytes();
    }

    /** The process that serves it to this one, or null when there is none. */
    @Nullable
    Long holder() {
        return opened.holder();
    }

    /**
     * Gives the space of what was removed back to the disk, which rewrites all that stays. Returns
     * whether that could be done: not while another process holds the embedded database, and not on a server, which does
     * so by itself. The space is used for new rows in any case.
     */
    public boolean compact() {
        return opened.compact();
    }

    /**
     * Writes a backup of the embedded database, whoever holds it.
     *
     * @param file where there is nothing yet
     * @throws ProblemException when the backup cannot be written, or the database is not the embedded one
     */
    public void backUp(Path file) {
        if (dialect() == SqlDialect.POSTGRESQL) {
            throw ProblemException.invalid(
                    "The database " + place() + " is not backed up by llmp.",
                    "Use PostgreSQL's own tools, such as pg_dump; they work while runs work.");
        }
        StoreBackup.write(opened.dataSource(), Path.of(place()), file);
    }

    /** Returns the problem that an unexpected failure comes down to when it is that of a database that is away, else null. */
    public static @Nullable ProblemException outage(Throwable failure) {
        if (Outage.isReadOnly(failure)) {
            return ProblemException.failed(
                    "The database cannot be changed now: " + Reason.of(failure) + ".",
                    "Commands that only read work on it. Run this one again when it can be written.",
                    failure);
        }
        return Outage.isOne(failure)
                ? ProblemException.failed(
                        "The database went away: " + Reason.of(failure) + ".",
                        "Every answer stored so far is kept. Run the same command again once the database is back.",
                        failure)
                : null;
    }

    @Override
    public void close() {
        opened.close();
    }
}
