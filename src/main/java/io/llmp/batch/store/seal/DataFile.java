package io.llmp.batch.store.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file in which HSQLDB 2.7 keeps the rows of its cached tables. Before HSQLDB changes a page of it that was there
 * at the last checkpoint, it copies the page to {@code llmp.backup}, and puts the copies back when it opens the database
 * after a crash. The checksum here is that of the pages as they were at the checkpoint, so that it is the same before and
 * after such changes.
 */
public final class DataFile {

    /** A larger one is not summed up: every command would take as long as reading it, 0.4 s of CPU for each GB. */
    static final long SUMMED_BYTES = 4L << 30;

    private static final int PAGE_BYTES = 1 << 14;
    private static final int COPY_HEADER_BYTES = 12;
    private static final int END_POSITION = 12;
    private static final int FLAGS_POSITION = 28;
    private static final int HEADER_BYTES = 40;
    private static final int SAVED_FLAG = 0x8000_0000 >>> 2;

    private final Path file;
    private final Path copies;

    DataFile(Path directory) {
        this.file = directory.resolve("llmp.data");
        this.copies = directory.resolve("llmp.backup");
    }

    /** Returns the position after the last row of the last checkpoint, or 0 for a database without a data file. */
    long end() throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (FileChannel data = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = read(data, 0, ByteBuffer.allocate(HEADER_BYTES));
            return header.limit() < HEADER_BYTES ? 0 : header.getLong(END_POSITION);
        }
    }

    /** Whether the file has all bytes before {@code end}. */
    boolean reaches(long end) {
        return file.toFile().length() >= end;
    }

    /** Returns the checksum of the pages before {@code end} as they were at the last checkpoint. */
    long sum(long end) throws IOException {
        if (end == 0) {
            return 0;
        }
        if (!Files.exists(copies)) {
            return sum(end, null);
        }
        try (FileChannel copied = FileChannel.open(copies, StandardOpenOption.READ)) {
            return sum(end, copied);
        }
    }

    private long sum(long end, @Nullable FileChannel copied) throws IOException {
        CRC32C checksum = new CRC32C();
        ByteBuffer page = ByteBuffer.allocateDirect(PAGE_BYTES);
        try (FileChannel data = FileChannel.open(file, StandardOpenOption.READ)) {
            Map<Long, Long> places = copied == null || isSaved(data) ? Map.of() : places(copied);
            for (long at = 0; at < end; at += PAGE_BYTES) {
                page.clear().limit((int) Math.min(PAGE_BYTES, end - at));
                Long place = places.get(at);
                if (copied == null || place == null) {
                    read(data, at, page);
                } else {
                    read(copied, place, page);
                }
                if (at == 0 && page.limit() >= HEADER_BYTES) {
                    // They say whether the file is being changed.
                    page.putInt(FLAGS_POSITION, 0);
                }
                checksum.update(page);
            }
        }
        return checksum.getValue();
    }

    private static boolean isSaved(FileChannel data) throws IOException {
        ByteBuffer header = read(data, 0, ByteBuffer.allocate(HEADER_BYTES));
        return header.limit() == HEADER_BYTES && (header.getInt(FLAGS_POSITION) & SAVED_FLAG) != 0;
    }

    /**
     * Returns where the copies of changed pages are, by the position of the page. One that ends early was never relied on:
     * its page has not been changed.
     */
    private static Map<Long, Long> places(FileChannel copied) throws IOException {
        Map<Long, Long> places = new HashMap<>();
        ByteBuffer header = ByteBuffer.allocate(COPY_HEADER_BYTES);
        int step = COPY_HEADER_BYTES + PAGE_BYTES;
        for (long at = 0; at + step <= copied.size(); at += step) {
            places.put(read(copied, at, header.clear()).getLong(4), at + COPY_HEADER_BYTES);
        }
        return places;
    }

    /** Cuts off a copy that ends early, since a process that was killed while it wrote one; HSQLDB would refuse to open. */
    void cutTornCopy() throws IOException {
        if (Files.exists(copies)) {
            try (FileChannel channel = FileChannel.open(copies, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() - channel.size() % (COPY_HEADER_BYTES + PAGE_BYTES));
            }
        }
    }

    /** Fills {@code bytes} from {@code at} on, up to the end of the file. */
    private static ByteBuffer read(FileChannel channel, long at, ByteBuffer bytes) throws IOException {
        int from = bytes.position();
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position() - from) > 0) {}
        return bytes.flip();
    }
}
