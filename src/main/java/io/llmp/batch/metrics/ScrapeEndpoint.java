package io.llmp.batch.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Serves the figures as text at {@code /metrics}, to this machine only. */
final class ScrapeEndpoint implements AutoCloseable {

    /** Prometheus' text format, version 0.0.4. */
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final HttpServer server;
    private final ExecutorService thread;

    private ScrapeEndpoint(HttpServer server, ExecutorService thread) {
        this.server = server;
        this.thread = thread;
    }

    /**
     * Begins to serve.
     *
     * @param port 0 for any that is free
     * @throws ProblemException when the port is not free
     */
    static ScrapeEndpoint open(int port, Supplier<String> figures) {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
        } catch (IOException e) {
            throw ProblemException.invalid(
                    "Metrics cannot be served at port " + port + ": " + e.getMessage() + ".",
                    "Give " + Setting.METRICS_PORT + " another port, or 0 for any that is free.",
                    e);
        }
        ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
            Thread worker = new Thread(task, "metrics");
            worker.setDaemon(true);
            return worker;
        });
        server.setExecutor(thread);
        server.createContext("/metrics", exchange -> answer(exchange, figures));
        server.start();
        return new ScrapeEndpoint(server, thread);
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/metrics";
    }

    private static void answer(HttpExchange exchange, Supplier<String> figures) throws IOException {
        try (exchange) {
            byte[] body = figures.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", TEXT);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }
}
