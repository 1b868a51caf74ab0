package io.llmp.batch.simulator.http;

import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.EventMask;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.IOSessionListener;
import org.jspecify.annotations.Nullable;

/** The open connections by the caller's address, so that one can be dropped, and a request given up on is noticed. */
final class Connections implements IOSessionListener {

    private final Map<SocketAddress, Connection> open = new ConcurrentHashMap<>();
    /** By the session's id, since a closed session has forgotten its address. */
    private final Map<String, SocketAddress> callers = new ConcurrentHashMap<>();

    private final Tally tally;

    /** @param unanswered requests on it that never will be */
    private record Connection(IOSession session, AtomicInteger unanswered) {}

    Connections(Tally tally) {
        this.tally = tally;
    }

    /** Ends the connection without a word (a TCP reset). */
    void drop(@Nullable SocketAddress caller) {
        Connection connection = caller == null ? null : open.get(caller);
        if (connection != null) {
            connection.session().close(CloseMode.IMMEDIATE);
        }
    }

    /** Leaves a request on this connection without an answer until the caller goes away. */
    void ignore(@Nullable SocketAddress caller) {
        Connection connection = caller == null ? null : open.get(caller);
        if (connection == null) {
            tally.dropped();
        } else {
            connection.unanswered().incrementAndGet();
            connection.session().upgrade(new DeafHandler());
        }
    }

    /** Hands the connection over to {@code reply}, which ends it. */
    void send(@Nullable SocketAddress caller, RawReply reply) {
        Connection connection = caller == null ? null : open.get(caller);
        if (connection != null) {
            connection.session().upgrade(reply);
            connection.session().setEvent(EventMask.WRITE);
        }
    }

    /** Lets a reply in pieces continue. */
    void goOn(@Nullable SocketAddress caller) {
        Connection connection = caller == null ? null : open.get(caller);
        if (connection != null) {
            connection.session().setEvent(EventMask.WRITE);
        }
    }

    @Override
    public void connected(IOSession session) {
        SocketAddress caller = session.getRemoteAddress();
        if (caller != null) {
            callers.put(session.getId(), caller);
            open.put(caller, new Connection(session, new AtomicInteger()));
        }
    }

    @Override
    public void disconnected(IOSession session) {
        SocketAddress caller = callers.remove(session.getId());
        Connection connection = caller == null ? null : open.remove(caller);
        for (int i = connection == null ? 0 : connection.unanswered().getAndSet(0); i > 0; i--) {
            tally.dropped();
        }
    }

    @Override
    public void startTls(IOSession session) {}

    @Override
    public void inputReady(IOSession session) {}

    @Override
    public void outputReady(IOSession session) {}

    @Override
    public void timeout(IOSession session) {}

    @Override
    public void exception(IOSession session, Exception ex) {}
}
