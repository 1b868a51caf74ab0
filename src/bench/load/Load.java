import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks a simulated provider as fast as it answers, to find out how many calls it can serve. Sends as little as will do and
 * reads no more than a status line and a length, so that it costs less than the server it measures.
 *
 * <pre>java src/bench/load/Load.java http://127.0.0.1:8089/v1 CALLS CONNECTIONS</pre>
 *
 * Prints the calls, the seconds they took, and how many were not answered with 200.
 */
final class Load {

    private static final String SCHEMA = "{\"type\":\"object\",\"required\":[\"team\",\"urgency\"],"
            + "\"additionalProperties\":false,\"properties\":{\"team\":{\"enum\":[\"billing\",\"access\",\"bug\",\"sales\"]},"
            + "\"urgency\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":5}}}";

    private static final String BODY = "{\"model\":\"simulated\",\"messages\":["
            + "{\"role\":\"system\",\"content\":\"Which team owns the ticket?\"},"
            + "{\"role\":\"user\",\"content\":\"ticket %d: " + "invoice payment login refund ".repeat(8) + "\"}],"
            + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"schema\":" + SCHEMA + "}}}";

    private final URI base;
    private final long calls;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<IOException> broken = new AtomicReference<>();

    private Load(URI base, long calls) {
        this.base = base;
        this.calls = calls;
    }

    public static void main(String[] arguments) throws Exception {
        Load load = new Load(URI.create(arguments[0]), Long.parseLong(arguments[1]));
        List<Thread> threads = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            Thread thread = new Thread(null, load::keepAsking, "load-" + i, 128 * 1024);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (load.broken.get() != null) {
            System.err.println("load: a connection broke: " + load.broken.get());
            System.exit(1);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "%d %.3f %d%n", load.calls, seconds, load.failed.get());
    }

    private void keepAsking() {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 4_096);
            OutputStream out = socket.getOutputStream();
            for (long call = begun.getAndIncrement(); call < calls; call = begun.getAndIncrement()) {
                out.write(request(call));
                if (status(in) != 200) {
                    failed.incrementAndGet();
                }
            }
        } catch (IOException e) {
            begun.set(calls);
            broken.compareAndSet(null, e);
        }
    }

    private byte[] request(long call) {
        byte[] body = BODY.formatted(call).getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST " + base.getPath() + "/chat/completions HTTP/1.1\r\nHost: " + base.getAuthority()
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    /** Reads one reply to its end and returns its status. */
    private static int status(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).split(" ")[1]);
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        in.skipNBytes(length);
        return status;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
