package io.llmp.batch.store;

import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The directory of the embedded database, held by one process at a time. The hold is a lock of the operating system, so it
 * ends with the process however that dies, and a directory that nobody holds has no living run in it.
 */
final class StoreHome implements AutoCloseable {

    private final Path directory;
    private final FileChannel channel;

    private StoreHome(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes hold of the directory below {@code home}, which is made when it is not there, readable by its owner only.
     *
     * @throws ProblemException when another process holds it, or it cannot be written
     */
    static StoreHome hold(Path home) {
        Path directory = home.toAbsolutePath().normalize().resolve("store");
        try {
            createPrivate(directory);
            FileChannel channel = FileChannel.open(
                    directory.resolve("owner"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                String owner = read(channel);
                channel.close();
                // A process that has only just taken hold has not said who it is yet.
                throw ProblemException.inUse(
                        "LLMP_HOME " + home + " is in use by "
                                + (owner.isEmpty() ? "another process." : "process " + owner + "."),
                        "Wait for it to end, stop it" + (owner.isEmpty() ? "" : " (kill " + owner + ")")
                                + ", or set LLMP_HOME to another directory.");
            }
            channel.truncate(0)
                    .write(
                            StandardCharsets.US_ASCII.encode(
                                    Long.toString(ProcessHandle.current().pid())),
                            0);
            return new StoreHome(directory, channel);
        } catch (IOException e) {
            throw ProblemException.failed(
                    "The directory " + directory + " cannot be written: " + e.getMessage() + ".",
                    "Make it writable, or set LLMP_HOME to a directory that is.",
                    e);
        }
    }

    private static void createPrivate(Path directory) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        } else {
            Files.createDirectories(directory);
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(32);
        channel.read(buffer, 0);
        return StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
    }

    Path directory() {
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
