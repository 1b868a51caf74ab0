package io.llmp.batch.store;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.store.home.Holder;
import io.llmp.batch.store.home.ServedAddress;
import io.llmp.batch.store.home.StoreSecret;
import io.llmp.batch.store.outage.Outage;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * The embedded database as the process that holds it serves it. When that process ends, the next connection opens the
 * database anew, in whatever way is possible then; so a command that watches a run sees its end.
 */
final class AttachedDatabase extends AbstractDataSource implements OpenStore {

    private final ServedAddress address;
    private final Path directory;
    private final AnsweringHolder holder;
    private final Supplier<OpenStore> reopening;
    private @Nullable OpenStore successor;

    private AttachedDatabase(
            ServedAddress address, Path directory, AnsweringHolder holder, Supplier<OpenStore> reopening) {
        this.address = address;
        this.directory = directory;
        this.holder = holder;
        this.reopening = reopening;
    }

    /**
     * Attaches to the database in {@code directory}, or returns nothing when its holder does not serve it, or not yet, or
     * not any more.
     *
     * @param reopening opens it in another way once the holder has ended
     * @throws ProblemException when the holder does not answer, or is another version of the program, unless any schema
     *     will do
     */
    static Optional<OpenStore> tryAttach(
            Path directory, Holder holder, boolean anySchema, Supplier<OpenStore> reopening) {
        ServedAddress address = ServedAddress.read(directory).orElse(null);
        if (address == null || holder.pid() == null || address.pid() != holder.pid()) {
            return Optional.empty();
        }
        try {
            AnsweringHolder answering =
                    new AnsweringHolder(holder, address.url(), StoreSecret.read(directory), AnsweringHolder.PATIENCE);
            AttachedDatabase attached = new AttachedDatabase(address, directory, answering, reopening);
            if (!anySchema) {
                attached.requireCurrent(holder);
            }
            return Optional.of(attached);
        } catch (IOException e) {
            throw HeldDatabase.unreadable(e);
        } catch (SQLException e) {
            if (Outage.isOne(e)) {
                return Optional.empty();
            }
            throw HeldDatabase.unreadable(e);
        }
    }

    private void requireCurrent(Holder holder) throws SQLException {
        int version;
        try (Connection connection = connect()) {
            version = Schema.version(connection);
        }
        Schema.requireKnown(version, HeldDatabase.NAME);
        if (version < Schema.CURRENT) {
            throw ProblemException.inUse(
                    "The database under LLMP_HOME is in use by process " + holder.pid()
                            + ", which is an older llmp: it has schema " + version + ", and this one needs "
                            + Schema.CURRENT + ".",
                    "Wait for it to end.");
        }
    }

    private Connection connect() throws SQLException {
        return holder.connect();
    }

    /** Each connection is new: a command needs few, and none that it keeps can turn out to be broken. */
    @Override
    public Connection getConnection() throws SQLException {
        OpenStore next = successor();
        if (next == null) {
            try {
                return connect();
            } catch (SQLException e) {
                if (!Outage.isOne(e)) {
                    throw e;
                }
                next = reopen();
            }
        }
        return next.dataSource().getConnection();
    }

    private synchronized @Nullable OpenStore successor() {
        return successor;
    }

    private synchronized OpenStore reopen() {
        if (successor == null) {
            successor = reopening.get();
        }
        return successor;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public SqlDialect dialect() {
        return SqlDialect.HSQLDB;
    }

    @Override
    public DataSource dataSource() {
        return this;
    }

    @Override
    public boolean isHeld() {
        return false;
    }

    @Override
    public String place() {
        return directory.toString();
    }

    @Override
    public long bytes() {
        return HeldDatabase.bytes(directory);
    }

    @Override
    public Long holder() {
        return address.pid();
    }

    @Override
    public synchronized void close() {
        if (successor != null) {
            successor.close();
        }
    }
}
