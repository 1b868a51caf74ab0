package io.llmp.batch.store.home;

import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The directory of the embedded database, held by one process at a time. The hold is a lock of the operating system, so it
 * ends with the process however that dies, and a directory that nobody holds has no living run in it.
 */
public final class StoreHome implements AutoCloseable {

    public static final String LOCK = "owner";

    private final Path directory;
    private final FileChannel channel;

    private StoreHome(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** Returns the directory of the database below {@code home}. */
    public static Path directory(Path home) {
        return home.toAbsolutePath().normalize().resolve("store");
    }

    /**
     * Takes hold of the directory below {@code home} unless another process has it. It is made when it is not there,
     * readable by its owner only.
     *
     * @throws ProblemException when it cannot be written
     */
    public static Optional<StoreHome> tryHold(Path home, Access access) {
        Path directory = directory(home);
        try {
            PrivateFile.createDirectory(directory);
            FileChannel channel = open(directory);
            if (!lock(channel)) {
                channel.close();
                return Optional.empty();
            }
            String holder = Holder.current(access).toString();
            channel.truncate(0).write(StandardCharsets.US_ASCII.encode(holder), 0);
            return Optional.of(new StoreHome(directory, channel));
        } catch (IOException e) {
            throw ProblemException.failed(
                    "The directory " + directory + " cannot be written: " + e.getMessage() + ".",
                    "Make it writable, or set LLMP_HOME to a directory that is.",
                    e);
        }
    }

    private static FileChannel open(Path directory) throws IOException {
        return FileChannel.open(
                directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Whether there is a database below {@code home} in a directory that cannot be written. */
    public static boolean isReadOnly(Path home) {
        Path directory = directory(home);
        return Files.isDirectory(directory) && !Files.isWritable(directory);
    }

    /** Whether a process holds the directory below {@code home}, which cannot be written; nobody of this process may. */
    public static boolean isHeld(Path home) {
        try (FileChannel channel = FileChannel.open(directory(home).resolve(LOCK), StandardOpenOption.READ)) {
            return channel.tryLock(0, Long.MAX_VALUE, true) == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns who holds the directory below {@code home}, where that has said so; for those who could not hold it. */
    public static Holder holder(Path home) {
        // Closing any channel to a file gives up the process's locks on it, so a holder must never ask.
        try (FileChannel channel = FileChannel.open(directory(home).resolve(LOCK), StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(64);
            channel.read(buffer, 0);
            return Holder.parse(StandardCharsets.US_ASCII.decode(buffer.flip()).toString());
        } catch (IOException e) {
            return Holder.UNKNOWN;
        }
    }

    public Path directory() {
        return directory;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw ProblemException.failed("The hold on " + directory + " could not be given up.", "Check the disk.", e);
        }
    }
}
