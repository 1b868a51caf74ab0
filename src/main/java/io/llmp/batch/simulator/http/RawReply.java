package io.llmp.batch.simulator.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.EventMask;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Takes over a connection to send a reply in a way that no proper HTTP server would, in pieces or not to its end, and then
 * ends the connection.
 */
final class RawReply implements IOEventHandler {

    private static final int PIECES = 20;

    private final ByteBuffer rest;
    private final int pieceSize;
    private final Runnable onPause;

    /**
     * @param rest what is sent
     * @param pieceSize how much of it at once
     * @param onPause called after each piece but the last; the next is sent when the session is asked to write
     */
    private RawReply(ByteBuffer rest, int pieceSize, Runnable onPause) {
        this.rest = rest;
        this.pieceSize = pieceSize;
        this.onPause = onPause;
    }

    /** A reply of which two thirds of the body come. */
    static RawReply cut(String head, byte[] body) {
        int size = body.length * 2 / 3;
        return new RawReply(bytes(head, body, size), Integer.MAX_VALUE, () -> {});
    }

    /** A reply that comes whole, in {@value #PIECES} pieces and some. */
    static RawReply slow(String head, byte[] body, Runnable onPause) {
        ByteBuffer bytes = bytes(head, body, body.length);
        return new RawReply(bytes, Math.max(1, bytes.remaining() / PIECES), onPause);
    }

    /** Returns into how many pauses the time of a slow reply is divided. */
    static int pauses() {
        return PIECES;
    }

    private static ByteBuffer bytes(String head, byte[] body, int bodySize) {
        byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(headBytes.length + bodySize);
        return bytes.put(headBytes).put(body, 0, bodySize).flip();
    }

    @Override
    public void outputReady(IOSession session) throws IOException {
        int end = rest.limit();
        rest.limit((int) Math.min(end, (long) rest.position() + pieceSize));
        while (rest.hasRemaining() && session.write(rest) > 0) {
            // The socket takes what it has room for.
        }
        boolean isPieceSent = !rest.hasRemaining();
        rest.limit(end);
        if (!rest.hasRemaining()) {
            session.close(CloseMode.GRACEFUL);
        } else if (isPieceSent) {
            session.clearEvent(EventMask.WRITE);
            onPause.run();
        }
    }

    @Override
    public void inputReady(IOSession session, @Nullable ByteBuffer unread) throws IOException {
        if (session.read(ByteBuffer.allocate(1_024)) < 0) {
            session.close(CloseMode.IMMEDIATE);
        }
    }

    @Override
    public void exception(IOSession session, Exception cause) {
        session.close(CloseMode.IMMEDIATE);
    }

    @Override
    public void connected(IOSession session) {}

    @Override
    public void timeout(IOSession session, Timeout timeout) {}

    @Override
    public void disconnected(IOSession session) {}
}
