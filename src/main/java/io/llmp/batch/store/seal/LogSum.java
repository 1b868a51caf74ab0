package io.llmp.batch.store.seal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Sums up the log of the embedded database from its beginning, as it grows. */
final class LogSum implements AutoCloseable {

    private final Path file;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private @Nullable FileChannel channel;
    private long bytes;

    LogSum(Path file) {
        this.file = file;
    }

    /**
     * Reads on to {@code end}, and returns the checksum of all bytes before it.
     *
     * @throws EOFException when the log is shorter
     */
    int to(long end) throws IOException {
        if (channel == null) {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        }
        while (bytes < end) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - bytes));
            int count = channel.read(buffer, bytes);
            if (count < 0) {
                throw new EOFException(file + " ends at " + bytes + " and not at " + end);
            }
            checksum.update(buffer.flip());
            bytes += count;
        }
        return (int) checksum.getValue();
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
