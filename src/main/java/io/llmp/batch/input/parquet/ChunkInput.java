package io.llmp.batch.input.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The bytes of one column chunk in a file. A failure of the disk is an {@link UncheckedIOException}, so that it cannot
 * be taken for the {@link IOException} by which parsers report bytes that make no sense.
 */
final class ChunkInput extends InputStream {

    private static final int WINDOW = 4096;

    private final FileChannel channel;
    private final long end;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
    private long windowEnd;

    ChunkInput(FileChannel channel, long start, long end) {
        this.channel = channel;
        this.windowEnd = start;
        this.end = end;
    }

    /** Position in the file of the next byte. */
    long position() {
        return windowEnd - window.remaining();
    }

    void position(long position) {
        window.limit(0);
        windowEnd = position;
    }

    /** Bytes from the position to the end of the chunk. */
    long left() {
        return end - position();
    }

    @Override
    public int read() {
        return window.hasRemaining() || fill() ? window.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!window.hasRemaining() && !fill()) {
            return -1;
        }
        int count = Math.min(length, window.remaining());
        window.get(target, offset, count);
        return count;
    }

    /** Returns the next {@code length} bytes, which must lie within the chunk. */
    byte[] take(int length) throws EOFException {
        if (length < 0 || length > left()) {
            throw new EOFException("a page runs past the end of its column chunk");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        long start = position();
        int buffered = Math.min(length, window.remaining());
        window.get(bytes.array(), 0, buffered);
        bytes.position(buffered);
        while (bytes.hasRemaining()) {
            if (readAt(bytes, start + bytes.position()) < 0) {
                throw new EOFException("the file ends inside a page");
            }
        }
        if (length > buffered) {
            position(start + length);
        }
        return bytes.array();
    }

    private boolean fill() {
        int size = (int) Math.min(WINDOW, end - windowEnd);
        if (size <= 0) {
            return false;
        }
        window.clear().limit(size);
        int count = readAt(window, windowEnd);
        window.flip();
        windowEnd += Math.max(0, count);
        return count > 0;
    }

    private int readAt(ByteBuffer target, long position) {
        try {
            return channel.read(target, position);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
