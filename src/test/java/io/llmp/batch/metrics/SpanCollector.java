package io.llmp.batch.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** A collector as a server of the test's own, and the spans it was sent. */
public final class SpanCollector implements AutoCloseable {

    /** What the collector does with spans. */
    public enum Manner {
        TAKES,
        REFUSES,
        HANGS
    }

    private final List<ExportTraceServiceRequest> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Manner manner;

    public SpanCollector(Manner manner) {
        this.manner = manner;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.setExecutor(threads);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        if (manner == Manner.HANGS) {
            return;
        }
        if (manner == Manner.TAKES) {
            boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            InputStream body = exchange.getRequestBody();
            requests.add(ExportTraceServiceRequest.parseFrom(zipped ? new GZIPInputStream(body) : body));
        }
        exchange.sendResponseHeaders(manner == Manner.TAKES ? 200 : 400, -1);
        exchange.close();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
    }

    /** How often it was sent anything. */
    public int asked() {
        return asked.get();
    }

    /** All spans so far. */
    public List<Span> spans() {
        return requests.stream()
                .flatMap(request -> request.getResourceSpansList().stream())
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    /** Those whose name begins so. */
    public List<Span> spans(String beginning) {
        return spans().stream()
                .filter(span -> span.getName().startsWith(beginning))
                .toList();
    }

    /** All that was sent, as text. */
    public String text() {
        return requests.toString();
    }

    /** Attributes as plain values by name. */
    public static Map<String, Object> attributes(Span span) {
        return span.getAttributesList().stream()
                .collect(Collectors.toMap(attribute -> attribute.getKey(), attribute -> plain(attribute.getValue())));
    }

    private static Object plain(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            case INT_VALUE -> value.getIntValue();
            case DOUBLE_VALUE -> value.getDoubleValue();
            case ARRAY_VALUE ->
                value.getArrayValue().getValuesList().stream()
                        .map(SpanCollector::plain)
                        .toList();
            default -> throw new AssertionError("no attribute is of the kind " + value.getValueCase());
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
