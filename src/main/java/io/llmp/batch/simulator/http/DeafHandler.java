package io.llmp.batch.simulator.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;

/**
 * Takes over a connection that is to get no answer, and ends it when the caller does. The HTTP handler would wait for
 * its answer even then.
 */
final class DeafHandler implements IOEventHandler {

    @Override
    public void inputReady(IOSession session, ByteBuffer unread) throws IOException {
        ByteBuffer ignored = ByteBuffer.allocate(1_024);
        int count = session.read(ignored);
        while (count > 0) {
            ignored.clear();
            count = session.read(ignored);
        }
        if (count < 0) {
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
    public void outputReady(IOSession session) {}

    @Override
    public void timeout(IOSession session, Timeout timeout) {}

    @Override
    public void disconnected(IOSession session) {}
}
