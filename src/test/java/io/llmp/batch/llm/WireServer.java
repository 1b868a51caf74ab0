package io.llmp.batch.llm;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** An HTTP server that can break every rule of the protocol: each request's answer is written byte by byte by the test. */
public final class WireServer implements AutoCloseable {

    /** Answers one request. */
    public interface Script {
        void answer(Wire wire) throws Exception;
    }

    /** A request as it came in. */
    public record Request(String line, Map<String, String> headers, String body) {}

    /** The way back to the client. */
    public record Wire(Request request, Socket socket, OutputStream out) {

        /** Sends a whole response with the given extra header lines. */
        public void respond(int status, String body, String... headers) throws IOException {
            respond(status, body.getBytes(StandardCharsets.UTF_8), headers);
        }

        public void respond(int status, byte[] bytes, String... headers) throws IOException {
            head(status, bytes.length, headers);
            out.write(bytes);
            out.flush();
        }

        /** Sends the head of a response that promises {@code length} bytes. */
        public void head(int status, long length, String... headers) throws IOException {
            StringBuilder head =
                    new StringBuilder("HTTP/1.1 " + status + " Status\r\nContent-Type: application/json\r\n");
            head.append("Content-Length: ").append(length).append("\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            send(head.append("\r\n").toString());
        }

        public void send(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private final ServerSocket listener;
    private final Script script;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private WireServer(ServerSocketFactory sockets, Script script) throws IOException {
        this.listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.script = script;
    }

    public static WireServer start(Script script) {
        return start(ServerSocketFactory.getDefault(), script);
    }

    /** Starts a server whose connections are of another kind, such as encrypted. */
    public static WireServer start(ServerSocketFactory sockets, Script script) {
        try {
            WireServer server = new WireServer(sockets, script);
            thread(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/v1");
    }

    public List<Request> requests() {
        return requests;
    }

    public int connections() {
        return sockets.size();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "wire-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                thread(() -> serve(socket));
            }
        } catch (IOException e) {
            // The listener is closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (!socket.isClosed()) {
                Request request = read(in);
                requests.add(request);
                script.answer(new Wire(request, socket, out));
            }
        } catch (Exception e) {
            // The client, or the script, closed the connection.
        }
    }

    private static Request read(InputStream in) throws IOException {
        String first = line(in);
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Request(first, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the client is gone");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
