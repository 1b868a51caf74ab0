package io.llmp.batch.store;

import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.store.home.Access;
import io.llmp.batch.store.home.PrivateFile;
import io.llmp.batch.store.home.StoreHome;
import io.llmp.batch.store.home.StoreSecret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Backups of the embedded database: a ZIP file, readable by its owner only, with the database's files and its password. HSQLDB
 * copies its own files while others work on it; a backup has all that was committed before it began.
 */
public final class StoreBackup {

    private static final List<String> REQUIRED = List.of("llmp.properties", "llmp.script", StoreSecret.FILE);
    private static final Set<String> FILES =
            Set.of("llmp.properties", "llmp.script", "llmp.data", "llmp.backup", "llmp.log", StoreSecret.FILE);

    private static final Logger LOG = LoggerFactory.getLogger(StoreBackup.class);

    private StoreBackup() {}

    /**
     * Writes a backup.
     *
     * @param directory the one of the database
     * @param file where there is nothing yet
     * @throws ProblemException when the backup cannot be written
     */
    static void write(DataSource dataSource, Path directory, Path file) {
        Path target = file.toAbsolutePath();
        if (Files.exists(target)) {
            throw ProblemException.invalid(
                    "The file " + file + " is there already.", "Move it away, or give the backup another name.");
        }
        Path staging = null;
        try {
            // Beside its place: the holder of the database may have other temporary files than this process.
            staging = Files.createTempDirectory(target.getParent(), ".llmp-backup-");
            Path copy = staging.resolve("files");
            copyOnline(dataSource, copy);
            Files.copy(directory.resolve(StoreSecret.FILE), copy.resolve(StoreSecret.FILE));
            Path archive = staging.resolve("archive");
            pack(copy, archive);
            Files.move(archive, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | SQLException e) {
            throw ProblemException.failed(
                    "The backup " + file + " could not be written: " + Reason.of(e) + ".",
                    "Name a file in a directory that can be written and has room for twice the database.",
                    e);
        } finally {
            remove(staging);
        }
    }

    private static void copyOnline(DataSource dataSource, Path copy) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("BACKUP DATABASE TO '" + copy.toString().replace("'", "''") + "/' NOT BLOCKING AS FILES");
        }
    }

    private static void pack(Path files, Path archive) throws IOException {
        try (FileChannel channel = PrivateFile.open(archive, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                ZipOutputStream out = new ZipOutputStream(Channels.newOutputStream(channel))) {
            out.setLevel(Deflater.BEST_SPEED);
            for (String name : FILES) {
                Path file = files.resolve(name);
                if (Files.exists(file)) {
                    out.putNextEntry(new ZipEntry(name));
                    Files.copy(file, out);
                    out.closeEntry();
                }
            }
            out.finish();
            channel.force(true);
        }
    }

    /**
     * Makes the database below {@code home} from a backup, and opens it once.
     *
     * @throws ProblemException when there is a database already, or {@code file} is no whole backup
     */
    public static void restore(Path home, Path file) {
        Path directory = StoreHome.directory(home);
        Path staging = null;
        try {
            requireNoDatabase(home, directory);
            staging = Files.createTempDirectory(directory.getParent(), ".llmp-restore-");
            unpack(file, staging);
            FileSystemUtils.deleteRecursively(directory);
            Files.move(staging, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            throw ProblemException.invalid("There is no file " + e.getFile() + ".", "Name the backup to restore.");
        } catch (IOException e) {
            throw ProblemException.failed(
                    "The backup " + file + " cannot be restored to " + directory + ": " + Reason.of(e) + ".",
                    "Check the file, and that there is room for the database.",
                    e);
        } finally {
            remove(staging);
        }
        hold(home).ifPresent(held -> HeldDatabase.open(held, Access.HOLD, true).close());
    }

    private static Optional<StoreHome> hold(Path home) {
        return StoreHome.tryHold(home, Access.HOLD);
    }

    private static void requireNoDatabase(Path home, Path directory) {
        StoreHome held = hold(home).orElseThrow(() -> StoreHome.holder(home).inUse(home));
        held.close();
        if (FILES.stream().anyMatch(name -> Files.exists(directory.resolve(name)))) {
            throw ProblemException.invalid(
                    "There is a database in " + directory + " already.",
                    "Move that directory away, or set LLMP_HOME to another one.");
        }
    }

    private static void unpack(Path file, Path directory) throws IOException {
        Set<String> found = new HashSet<>();
        try (InputStream bytes = Files.newInputStream(file);
                ZipInputStream in = new ZipInputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!FILES.contains(entry.getName()) || !found.add(entry.getName())) {
                    throw notABackup(file);
                }
                try (FileChannel channel = PrivateFile.open(
                                directory.resolve(entry.getName()),
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE);
                        OutputStream out = Channels.newOutputStream(channel)) {
                    in.transferTo(out);
                    channel.force(true);
                }
            }
        }
        if (!found.containsAll(REQUIRED)) {
            throw notABackup(file);
        }
    }

    private static ProblemException notABackup(Path file) {
        return ProblemException.invalid(
                "The file " + file + " is no backup made by '" + Operation.BACK_UP_STORE + "'.", "Name one that is.");
    }

    private static void remove(@Nullable Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            LOG.warn("The directory {} could not be removed", directory, e);
        }
    }
}
