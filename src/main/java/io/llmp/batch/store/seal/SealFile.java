package io.llmp.batch.store.seal;

import io.llmp.batch.store.home.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The file of a {@link StoreSeal}: a head, then two marks of the log, of which the one with more bytes counts. Each part has
 * a checksum of its own, and a damaged one counts as not there.
 */
public final class SealFile implements AutoCloseable {

    public static final String NAME = "seal";
    /** The checksum of a file that is not there. */
    static final long MISSING = -1;

    private static final long MAGIC = 0x6c6c6d7073656131L;
    private static final int HEAD_BYTES = 64;
    private static final int MARK_BYTES = 32;
    private static final int BYTES = HEAD_BYTES + 2 * MARK_BYTES;

    private final FileChannel channel;
    private long marks;

    /**
     * What the files of a checkpoint hold.
     *
     * @param closed whether the seal covers anything
     * @param script checksum of the script
     * @param dataBytes where the data file ends
     * @param isDataSummed whether the data file was summed up
     * @param dataSum its checksum if it was
     * @param records how many job records there are
     */
    public record Head(boolean closed, long script, long dataBytes, boolean isDataSummed, long dataSum, long records) {
        static final Head OPEN = new Head(false, MISSING, 0, false, 0, 0);
    }

    /**
     * The part of the log that is covered.
     *
     * @param bytes from its beginning
     * @param records how many job records there are with those in it
     */
    record LogMark(long bytes, int checksum, long records) {
        static final LogMark EMPTY = new LogMark(0, 0, 0);
    }

    private SealFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens the file in {@code directory}, and makes it when it is not there. */
    public static SealFile open(Path directory) throws IOException {
        return new SealFile(PrivateFile.open(
                directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    public Head head() throws IOException {
        ByteBuffer bytes = read();
        if (!isWhole(bytes, 0, HEAD_BYTES) || bytes.getLong() != MAGIC) {
            return Head.OPEN;
        }
        int flags = bytes.getInt();
        return new Head(
                (flags & 1) != 0, bytes.getLong(), bytes.getLong(), (flags & 2) != 0, bytes.getLong(), bytes.getLong());
    }

    LogMark mark() throws IOException {
        ByteBuffer bytes = read();
        LogMark last = LogMark.EMPTY;
        for (int at = HEAD_BYTES; at < BYTES; at += MARK_BYTES) {
            if (isWhole(bytes, at, MARK_BYTES) && bytes.getLong(at) > last.bytes()) {
                last = new LogMark(bytes.getLong(at), bytes.getInt(at + 16), bytes.getLong(at + 8));
            }
        }
        return last;
    }

    private ByteBuffer read() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {}
        return bytes.clear();
    }

    private static boolean isWhole(ByteBuffer bytes, int from, int count) {
        return bytes.getInt(from + count - 4) == checksum(bytes, from, count - 4);
    }

    private static int checksum(ByteBuffer bytes, int from, int count) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.slice(from, count));
        return (int) checksum.getValue();
    }

    /** Writes a head, and removes the marks: they are of a log that is gone. */
    public void write(Head head) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putLong(MAGIC)
                .putInt((head.closed() ? 1 : 0) | (head.isDataSummed() ? 2 : 0))
                .putLong(head.script())
                .putLong(head.dataBytes())
                .putLong(head.dataSum())
                .putLong(head.records());
        bytes.putInt(HEAD_BYTES - 4, checksum(bytes, 0, HEAD_BYTES - 4));
        channel.write(bytes.clear(), 0);
    }

    public void write(LogMark mark) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MARK_BYTES);
        bytes.putLong(mark.bytes()).putLong(mark.records()).putInt(mark.checksum());
        bytes.putInt(MARK_BYTES - 4, checksum(bytes, 0, MARK_BYTES - 4));
        // In turns, so that one of the two is whole whatever happens.
        channel.write(bytes.clear(), HEAD_BYTES + MARK_BYTES * (marks++ % 2));
    }

    void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
