package io.llmp.batch.llm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/** A proxy that leads every tunnel to one port of this machine, or answers for itself. */
public final class ConnectProxy implements AutoCloseable {

    private final WireServer server;

    /**
     * @param port where tunnels lead to
     * @param allowed the {@code Proxy-Authorization} it asks for, or an empty text for none
     * @param status what it answers instead of opening a tunnel, or 200
     */
    public ConnectProxy(int port, String allowed, int status) {
        server = WireServer.start(wire -> {
            String shown = wire.request().headers().getOrDefault("proxy-authorization", "");
            if (!shown.equals(allowed)) {
                wire.respond(407, "", "Proxy-Authenticate: Basic realm=\"way out\"");
            } else if (status != 200) {
                wire.respond(status, "{\"error\":{\"message\":\"not through me\"}}");
            } else {
                tunnel(wire, port);
            }
        });
    }

    private static void tunnel(WireServer.Wire wire, int port) throws IOException, InterruptedException {
        try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
            wire.send("HTTP/1.1 200 Connection established\r\n\r\n");
            Thread back = new Thread(() -> copy(target, wire.socket()), "tunnel");
            back.start();
            copy(wire.socket(), target);
            back.join();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One end is gone.
        }
    }

    public int port() {
        return server.port();
    }

    /** What it was asked to connect to, and with which headers. */
    public List<WireServer.Request> requests() {
        return server.requests();
    }

    @Override
    public void close() {
        server.close();
    }
}
