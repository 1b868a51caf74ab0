package io.llmp.batch.input.csv;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The characters of a file, each with the offset of its first byte. Never replaces what it cannot decode.
 * A byte order mark at the beginning of the file is not a character of it.
 */
final class StrictDecoder implements Closeable {

    private static final int BUFFER = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Bytes that are no text in the file's encoding. Caught where the line is known. */
    static final class UndecodableException extends IOException {

        private final long offset;

        UndecodableException(long offset) {
            super("undecodable bytes at " + offset);
            this.offset = offset;
        }

        long offset() {
            return offset;
        }
    }

    private final FileChannel channel;
    private final CharsetDecoder decoder;
    private final CharacterWidth width;
    private final ByteBuffer bytes;
    private final char[] chars;
    private int next;
    private int end;
    private long position;
    private long bufferPosition;
    private boolean atEnd;
    private boolean flushed;

    private StrictDecoder(FileChannel channel, Charset charset) throws IOException {
        this.channel = channel;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        this.width = CharacterWidth.of(charset);
        int capacity = (int) Math.max(16, Math.min(BUFFER, channel.size()));
        this.bytes = ByteBuffer.allocate(capacity).flip();
        this.chars = new char[capacity];
    }

    static StrictDecoder open(Path file, Charset charset) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            StrictDecoder decoder = new StrictDecoder(channel, charset);
            if (decoder.peek() == BYTE_ORDER_MARK) {
                decoder.read();
            }
            return decoder;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Goes to a byte where a character begins. */
    void seek(long byteOffset) throws IOException {
        channel.position(byteOffset);
        bytes.clear().flip();
        decoder.reset();
        next = 0;
        end = 0;
        position = byteOffset;
        bufferPosition = byteOffset;
        atEnd = false;
        flushed = false;
    }

    /** Returns the next character and goes past it, or -1 at the end of the file. */
    int read() throws IOException {
        if (next == end && !fill()) {
            return -1;
        }
        char c = chars[next++];
        position += width.of(c);
        return c;
    }

    /** Returns the next character without going past it, or -1 at the end of the file. */
    int peek() throws IOException {
        return next < end || fill() ? chars[next] : -1;
    }

    /** Offset of the next character's first byte; means nothing unless {@link #knowsPosition}. */
    long position() {
        return position;
    }

    boolean knowsPosition() {
        return width != CharacterWidth.UNKNOWN;
    }

    private boolean fill() throws IOException {
        CharBuffer out = CharBuffer.wrap(chars);
        while (!flushed) {
            CoderResult result = decoder.decode(bytes, out, atEnd);
            if (result.isUnderflow() && atEnd) {
                flushed = decoder.flush(out).isUnderflow();
            }
            if (out.position() > 0) {
                break;
            }
            // Only now: what came before the bad bytes has been handed out, so the reader stands right before them.
            if (result.isError()) {
                throw new UndecodableException(bufferPosition + bytes.position());
            }
            readBytes();
        }
        next = 0;
        end = out.position();
        return end > 0;
    }

    private void readBytes() throws IOException {
        bufferPosition += bytes.position();
        bytes.compact();
        atEnd = channel.read(bytes) < 0;
        bytes.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
