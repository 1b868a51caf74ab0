package io.llmp.batch.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.llmp.batch.problem.Causes;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.store.home.Access;
import io.llmp.batch.store.home.ServedAddress;
import io.llmp.batch.store.home.StoreHome;
import io.llmp.batch.store.home.StoreSecret;
import io.llmp.batch.store.seal.StoreSeal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hsqldb.error.ErrorCode;
import org.hsqldb.jdbc.JDBCDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded database, open in this process, which holds its directory; served to others while it is. */
final class HeldDatabase implements OpenStore {

    static final String USER = "SA";
    static final String NAME = "the database under LLMP_HOME";

    private static final int POOL_SIZE = 24;
    /** HSQLDB's log grows to 50 MB before a checkpoint empties it, and the data file in steps of 16 MB. */
    private static final long ROOM = 80_000_000;

    private static final Duration UNSERVED = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(HeldDatabase.class);

    private final StoreHome home;
    private final HikariDataSource dataSource;
    private final StoreServer server;
    private final Checkpoints checkpoints;

    private HeldDatabase(StoreHome home, HikariDataSource dataSource, StoreServer server, Checkpoints checkpoints) {
        this.home = home;
        this.dataSource = dataSource;
        this.server = server;
        this.checkpoints = checkpoints;
    }

    /**
     * Opens the database in {@code home}, which is closed when that fails.
     *
     * @param migrate whether to bring it to the current schema, and to refuse a newer one
     */
    static HeldDatabase open(StoreHome home, Access access, boolean migrate) {
        return open(home, access, migrate, true);
    }

    /** @param whole whether to refuse a log that cannot be read to its end; else what follows in it is lost */
    static HeldDatabase open(StoreHome home, Access access, boolean migrate, boolean whole) {
        HikariDataSource dataSource;
        StoreSeal seal;
        try {
            seal = StoreSeal.open(home.directory());
            // One that a killed process left behind would lead others to whatever has its port by now.
            Files.deleteIfExists(home.directory().resolve(ServedAddress.FILE));
            dataSource = sealedPool(home.directory(), seal, whole);
        } catch (IOException | SQLException | HikariPool.PoolInitializationException e) {
            home.close();
            throw unreadable(e);
        } catch (RuntimeException e) {
            home.close();
            throw e;
        }
        FailedWrites failedWrites = new FailedWrites();
        Checkpoints checkpoints = new Checkpoints(dataSource, seal, failedWrites);
        try {
            failedWrites.watch(dataSource);
            if (migrate) {
                migrate(dataSource);
            }
            checkpoints.start();
        } catch (IOException | SQLException e) {
            shutDown(dataSource, home, checkpoints);
            throw unreadable(e);
        } catch (RuntimeException e) {
            shutDown(dataSource, home, checkpoints);
            throw e;
        }
        // Whoever works on a run is soon asked how it stands; most other commands are over before anybody asks.
        StoreServer server = new StoreServer(
                home.directory(), database(home.directory()), access == Access.HOLD ? Duration.ZERO : UNSERVED);
        return new HeldDatabase(home, dataSource, server, checkpoints);
    }

    private static void migrate(DataSource dataSource) throws SQLException {
        int version = Schema.version(dataSource);
        Schema.requireKnown(version, NAME);
        if (version < Schema.CURRENT) {
            Schema.migrate(dataSource, SqlDialect.HSQLDB, NAME);
        }
    }

    static ProblemException unreadable(Exception e) {
        if (isOutOfMemory(e)) {
            return ProblemException.failed(
                    "There is too little memory to open the database under LLMP_HOME; it is not damaged.",
                    "Give the program more, as in LLMP_JAVA_OPTS=-Xmx1g, then run the same command again.",
                    e);
        }
        return ProblemException.failed(
                "The database under LLMP_HOME cannot be read: " + e.getMessage() + ".",
                "Restore it from a backup, or set LLMP_HOME to another directory.",
                e);
    }

    private static boolean isOutOfMemory(Throwable failure) {
        return Causes.of(failure)
                .anyMatch(e -> e instanceof OutOfMemoryError
                        || (e instanceof SQLException sql && sql.getErrorCode() == -ErrorCode.OUT_OF_MEMORY));
    }

    /**
     * Commits are on disk before they return; the lock is ours (HSQLDB's own outlives a killed process); readers do not
     * wait for writers; texts that differ by a space at the end differ. A new database has the room for rows at once that its
     * schema gives it, which counts from the second start on.
     */
    private static String database(Path directory) {
        return "file:" + directory.resolve("llmp")
                + ";hsqldb.write_delay=false;hsqldb.lock_file=false;hsqldb.tx=mvcc;sql.pad_space=false"
                + ";hsqldb.cache_rows=100000;hsqldb.cache_size=24576";
    }

    private static HikariDataSource sealedPool(Path directory, StoreSeal seal, boolean whole)
            throws IOException, SQLException {
        try {
            seal.verify();
            boolean covered = seal.isClosed();
            seal.unseal();
            // What a closed seal does not cover is of commits that failed or were under way.
            return pool(directory, whole && !covered);
        } catch (IOException | SQLException | RuntimeException e) {
            seal.reseal();
            seal.close();
            throw e;
        }
    }

    private static HikariDataSource pool(Path directory, boolean whole) throws IOException, SQLException {
        String url = "jdbc:hsqldb:" + database(directory) + ";hsqldb.full_log_replay=" + whole;
        String secret = StoreSecret.getOrCreate(directory);
        lockTo(url, secret);
        HikariConfig config = new HikariConfig();
        // A pool that closes waits as long for what it is opening as its source says; Spring's would say not at all.
        JDBCDataSource unpooled = new JDBCDataSource();
        unpooled.setUrl(url);
        unpooled.setUser(USER);
        unpooled.setPassword(secret);
        config.setDataSource(new StatementCachingDataSource(unpooled));
        config.setPoolName("store");
        config.setMaximumPoolSize(POOL_SIZE);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    /** Opens the database; gives it its password if it has none, being older than that or new. */
    private static void lockTo(String url, String secret) throws SQLException {
        try {
            DriverManager.getConnection(url, USER, secret).close();
        } catch (SQLException refused) {
            if (!isRefusal(refused)) {
                throw refused;
            }
            try (Connection connection = DriverManager.getConnection(url, USER, "");
                    Statement statement = connection.createStatement()) {
                statement.execute("ALTER USER SA SET PASSWORD '" + secret + "'");
            } catch (SQLException lost) {
                if (isRefusal(lost)) {
                    throw secretLost(lost);
                }
                throw lost;
            }
        }
    }

    private static boolean isRefusal(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("28");
    }

    private static ProblemException secretLost(SQLException e) {
        return ProblemException.failed(
                "The file store/" + StoreSecret.FILE + " under LLMP_HOME is not the one of the database beside it.",
                "Restore it together with the database, or set LLMP_HOME to another directory.",
                e);
    }

    @Override
    public SqlDialect dialect() {
        return SqlDialect.HSQLDB;
    }

    @Override
    public DataSource dataSource() {
        return dataSource;
    }

    @Override
    public boolean isHeld() {
        return true;
    }

    @Override
    public String place() {
        return home.directory().toString();
    }

    @Override
    public long bytes() {
        return bytes(home.directory());
    }

    static long bytes(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void commit(Runnable commit) {
        checkpoints.commit(commit);
    }

    @Override
    public void countRecords(int added) {
        checkpoints.countRecords(added);
    }

    @Override
    public void requireRoom() {
        long left = home.directory().toFile().getUsableSpace();
        if (left < ROOM) {
            throw ProblemException.failed(
                    "The disk of " + home.directory() + ", where the database is, has " + left / 1_000_000
                            + " MB left.",
                    "Free at least " + ROOM / 1_000_000 + " MB, then run the same command again; every answer so far is"
                            + " kept.");
        }
    }

    @Override
    public boolean compact() {
        try {
            checkpoints.compact();
            return true;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** Writes the database out, so that the next process need not replay its log, and lets go of the directory. */
    @Override
    public void close() {
        server.close();
        shutDown(dataSource, home, checkpoints);
    }

    private static void shutDown(HikariDataSource dataSource, StoreHome home, Checkpoints checkpoints) {
        try {
            checkpoints.shutDown();
        } catch (SQLException e) {
            // The log holds every commit; the next process replays it.
            LOG.warn("The database was not shut down cleanly", e);
        } finally {
            dataSource.close();
            checkpoints.close();
            home.close();
        }
    }
}
