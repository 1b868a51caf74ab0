package io.llmp.batch.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.llmp.batch.limit.Ticker;
import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.store.outage.OutageTolerantDataSource;
import io.llmp.batch.store.outage.ReadOnlyEviction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database on a PostgreSQL server, which many processes can have open. */
final class PostgresDatabase implements OpenStore {

    /** The oldest that the tests of the stores are held against by its documentation; 14 ends in November 2026. */
    private static final int OLDEST_SERVER = 15;

    /** Each split's state, the records, and a few to look. No connection is held during a call to a model. */
    private static final int POOL_SIZE = 12;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** How long one attempt to get a connection waits; who has patience makes several. */
    private static final Duration ATTEMPT = Duration.ofSeconds(2);

    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);

    private final PostgresAddress address;
    private final HikariDataSource pool;
    private final DataSource dataSource;
    private final boolean readOnly;

    private PostgresDatabase(PostgresAddress address, HikariDataSource pool, DataSource dataSource, boolean readOnly) {
        this.address = address;
        this.pool = pool;
        this.dataSource = dataSource;
        this.readOnly = readOnly;
    }

    /**
     * Opens the database. An empty one gets the current schema; one with an older schema is refused, since other processes
     * may be at work in it: to migrate it is its owner's decision.
     *
     * @param patience how long an outage is borne once the database was reached
     * @param anySchema whether to leave the schema as it is
     * @throws ProblemException when it cannot be reached or used
     */
    static PostgresDatabase open(PostgresAddress address, Duration patience, Ticker ticker, boolean anySchema) {
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(settings(address));
        } catch (HikariPool.PoolInitializationException e) {
            throw unreachable(address, e);
        }
        try {
            requireUsable(address, pool, anySchema);
            return new PostgresDatabase(
                    address,
                    pool,
                    new OutageTolerantDataSource(new CheckedConnections(pool), patience, ticker),
                    isReadOnly(pool));
        } catch (SQLException e) {
            pool.close();
            throw unreachable(address, e);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static HikariConfig settings(PostgresAddress address) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setPoolName("store");
        config.setExceptionOverride(new ReadOnlyEviction());
        config.setMaximumPoolSize(POOL_SIZE);
        config.setMinimumIdle(1);
        config.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        config.setConnectionTimeout(ATTEMPT.toMillis());
        // Defaults, which the address can override by its parameters.
        config.addDataSourceProperty("connectTimeout", CONNECT_TIMEOUT.toSeconds());
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("ApplicationName", "llmp");
        return config;
    }

    private static void requireUsable(PostgresAddress address, DataSource dataSource, boolean anySchema)
            throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            int server = connection.getMetaData().getDatabaseMajorVersion();
            if (server < OLDEST_SERVER) {
                throw ProblemException.failed(
                        "The server of " + address.shown() + " is PostgreSQL " + server + ".",
                        "Use PostgreSQL " + OLDEST_SERVER + " or newer.");
            }
            if (connection.getSchema() == null) {
                throw ProblemException.invalid(
                        "The database " + address.shown() + " has no schema to work in.",
                        "Create the one that the parameter currentSchema or the user's search_path names.");
            }
        }
        if (!anySchema) {
            requireCurrent(address, dataSource);
        }
    }

    private static void requireCurrent(PostgresAddress address, DataSource dataSource) throws SQLException {
        int version = Schema.version(dataSource);
        Schema.requireKnown(version, "the database " + address.shown());
        if (version == 0) {
            Schema.migrate(dataSource, SqlDialect.POSTGRESQL, "the database " + address.shown());
        } else if (version < Schema.CURRENT) {
            throw ProblemException.failed(
                    "The database " + address.shown() + " has schema " + version
                            + ", and this version of LLMP Batch needs " + Schema.CURRENT + ".",
                    "End every run in it, then bring it up to date with '" + Operation.MIGRATE_STORE + "'.");
        }
    }

    private static boolean isReadOnly(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet setting = statement.executeQuery("SHOW transaction_read_only")) {
            return setting.next() && setting.getString(1).equals("on");
        }
    }

    private static ProblemException unreachable(PostgresAddress address, Exception e) {
        return ProblemException.failed(
                "The database " + address.shown() + " cannot be used: " + Reason.of(e),
                "Start it, or correct LLMP_STORE_URL, LLMP_STORE_USER and LLMP_STORE_PASSWORD.",
                e);
    }

    @Override
    public SqlDialect dialect() {
        return SqlDialect.POSTGRESQL;
    }

    @Override
    public DataSource dataSource() {
        return dataSource;
    }

    @Override
    public boolean isHeld() {
        return false;
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public String place() {
        return address.shown();
    }

    @Override
    public long bytes() {
        return JdbcClient.create(dataSource)
                .sql("SELECT COALESCE(SUM(PG_TOTAL_RELATION_SIZE(C.OID)), 0) FROM PG_CLASS C"
                        + " JOIN PG_NAMESPACE N ON N.OID = C.RELNAMESPACE"
                        + " WHERE C.RELKIND = 'r' AND N.NSPNAME = CURRENT_SCHEMA()")
                .query(Long.class)
                .single();
    }

    @Override
    public void close() {
        pool.close();
    }
}
