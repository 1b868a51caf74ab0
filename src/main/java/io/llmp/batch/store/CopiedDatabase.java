package io.llmp.batch.store;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.store.home.Access;
import io.llmp.batch.store.home.PrivateFile;
import io.llmp.batch.store.home.StoreHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * The embedded database of a home that cannot be written, as on a snapshot or a backup that is mounted read-only. HSQLDB
 * writes its files even to read them, so it reads a copy in the directory for temporary files, which is removed at the end.
 * Statements that change something are refused.
 */
final class CopiedDatabase implements OpenStore {

    private static final Logger LOG = LoggerFactory.getLogger(CopiedDatabase.class);

    private final Path original;
    private final Path copy;
    private final OpenStore opened;
    private final DataSource dataSource;

    private CopiedDatabase(Path original, Path copy, OpenStore opened) {
        this.original = original;
        this.copy = copy;
        this.opened = opened;
        this.dataSource = new ReadOnlyDataSource(opened.dataSource());
    }

    /** Connections on which nothing can be changed. */
    private static final class ReadOnlyDataSource extends DelegatingDataSource {

        ReadOnlyDataSource(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            connection.setReadOnly(true);
            return connection;
        }
    }

    /**
     * Opens a copy of the database below {@code home}, which no process may hold.
     *
     * @param anySchema whether to leave its schema as it is
     * @throws ProblemException when it cannot be copied or used
     */
    static OpenStore open(Path home, boolean anySchema) {
        Path original = StoreHome.directory(home);
        Path copy = null;
        try {
            copy = Files.createTempDirectory("llmp-");
            copy(original, StoreHome.directory(copy));
            StoreHome held = StoreHome.tryHold(copy, Access.SHARE).orElseThrow();
            return new CopiedDatabase(original, copy, HeldDatabase.open(held, Access.SHARE, !anySchema));
        } catch (IOException e) {
            remove(copy);
            throw ProblemException.failed(
                    "LLMP_HOME " + home + " cannot be written, and its database cannot be copied to "
                            + System.getProperty("java.io.tmpdir") + " to be read: " + e.getMessage() + ".",
                    "Make one of the two writable.",
                    e);
        } catch (RuntimeException e) {
            remove(copy);
            throw e;
        }
    }

    private static void copy(Path original, Path copy) throws IOException {
        PrivateFile.createDirectory(copy);
        List<Path> files;
        try (Stream<Path> all = Files.list(original)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        PrivateFile.close(copy);
    }

    private static void remove(@Nullable Path copy) {
        try {
            FileSystemUtils.deleteRecursively(copy);
        } catch (IOException e) {
            LOG.warn("The directory {} could not be removed", copy, e);
        }
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
        return false;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public String place() {
        return original.toString();
    }

    @Override
    public long bytes() {
        return HeldDatabase.bytes(original);
    }

    @Override
    public void close() {
        opened.close();
        remove(copy);
    }
}
