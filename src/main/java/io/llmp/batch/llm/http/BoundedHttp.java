package io.llmp.batch.llm.http;

import io.llmp.batch.llm.Provider;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Posts JSON and reads replies, each within a time and a length. Safe for use by many threads. */
final class BoundedHttp implements AutoCloseable {

    /** No answer worth having is longer; an endless one must not fill the heap. */
    private static final int BODY_LIMIT = 16 * 1024 * 1024;

    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient http;
    private final long timeoutMillis;
    private final JsonMapper json;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor deadlines;

    BoundedHttp(Provider provider, JsonMapper json, InstantSource clock) {
        this.connections = HttpConnections.pool(provider.slots());
        this.http = HttpConnections.client(provider.baseUrl(), connections);
        this.timeoutMillis = provider.callTimeout().toMillis();
        this.json = json;
        this.clock = clock;
        this.deadlines = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "call-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        deadlines.setRemoveOnCancelPolicy(true);
        // A call that comes after the close fails for that reason alone.
        deadlines.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * What came of a post.
     *
     * @param reply the whole reply, or null when none came
     * @param broken why none came, or null when one did
     * @param answering whether the beginning of a reply came that says success
     * @param late whether that is because its time was up
     * @param onTheWay whether the reply is that of a proxy which let the call not through
     */
    record Exchange(
            @Nullable WireReply reply, @Nullable Exception broken, boolean answering, boolean late, boolean onTheWay) {}

    /**
     * Posts, once more when a kept connection turns out to be closed: servers close idle ones at any moment, also in that of a
     * request.
     *
     * @param more headers of this call, which go before {@code headers}
     */
    Exchange exchange(String address, Map<String, String> headers, Map<String, String> more, byte[] body) {
        HttpClientContext context = HttpClientContext.create();
        Exchange exchange = exchange(address, headers, more, body, context);
        if (exchange.late() || exchange.answering() || !wasClosed(exchange.broken(), context)) {
            return exchange;
        }
        connections.closeIdle(TimeValue.ZERO_MILLISECONDS);
        return exchange(address, headers, more, body, HttpClientContext.create());
    }

    /** Whether a connection that had answered before broke without a byte of a reply. */
    private static boolean wasClosed(@Nullable Exception broken, HttpClientContext context) {
        EndpointDetails connection = context.getEndpointDetails();
        return (broken instanceof NoHttpResponseException || broken instanceof SocketException)
                && !(broken instanceof ConnectException)
                && connection != null
                && connection.getResponseCount() > 0;
    }

    private Exchange exchange(
            String address,
            Map<String, String> headers,
            Map<String, String> more,
            byte[] body,
            HttpClientContext context) {
        HttpPost post = new HttpPost(address);
        post.setHeader(HttpHeaders.USER_AGENT, HttpConnections.USER_AGENT);
        headers.forEach(post::setHeader);
        more.forEach(post::setHeader);
        post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        // A timeout of the HTTP client's would be per read, so a slow trickle would never end.
        Deadline deadline = new Deadline(post);
        AtomicBoolean answering = new AtomicBoolean();
        try {
            WireReply reply = http.execute(post, context, response -> {
                answering.set(response.getCode() / 100 == 2);
                return read(response, post);
            });
            // The HTTP client hands on what a proxy says instead of the server: then there was no handshake.
            boolean onTheWay = address.startsWith("https:") && context.getSSLSession() == null;
            return new Exchange(reply, null, answering.get(), false, onTheWay);
        } catch (IOException | IllegalStateException e) {
            return new Exchange(null, e, answering.get(), deadline.passed, false);
        } finally {
            deadline.lift();
        }
    }

    private WireReply read(ClassicHttpResponse response, HttpPost post) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? new byte[0] : ContentDecoding.read(response, entity, BODY_LIMIT + 1);
        if (body.length > BODY_LIMIT) {
            // Else the HTTP client reads on to the body's end, to use the connection again.
            post.abort();
            throw new UnfitReplyException("the reply is longer than " + BODY_LIMIT + " bytes");
        }
        return new WireReply(response.getCode(), response, body, json, clock.instant());
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        http.close(CloseMode.IMMEDIATE);
    }

    /** Ends a call that takes too long by closing its connection. */
    private final class Deadline {

        private final ScheduledFuture<?> alarm;
        private volatile boolean passed;

        Deadline(HttpPost post) {
            this.alarm = deadlines.schedule(
                    () -> {
                        passed = true;
                        post.abort();
                    },
                    timeoutMillis,
                    TimeUnit.MILLISECONDS);
        }

        void lift() {
            alarm.cancel(false);
        }
    }
}
