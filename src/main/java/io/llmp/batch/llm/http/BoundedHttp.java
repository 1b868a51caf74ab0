package io.llmp.batch.llm.http;

import io.llmp.batch.llm.Provider;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Posts JSON and reads replies, each within a time and a length. Safe for use by many threads. */
final class BoundedHttp implements AutoCloseable {

    /** No answer worth having is longer; an endless one must not fill the heap. */
    private static final int BODY_LIMIT = 16 * 1024 * 1024;

    private final CloseableHttpClient http;
    private final Map<String, String> headers;
    private final long timeoutMillis;
    private final JsonMapper json;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor deadlines;

    BoundedHttp(Provider provider, Map<String, String> headers, JsonMapper json, InstantSource clock) {
        this.http = HttpConnections.open(provider.baseUrl(), provider.slots());
        this.headers = headers;
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
     * @param late whether that is because its time was up
     * @param onTheWay whether the reply is that of a proxy which let the call not through
     */
    record Exchange(@Nullable WireReply reply, @Nullable Exception broken, boolean late, boolean onTheWay) {}

    /** @param more headers of this call alone */
    Exchange exchange(String address, Map<String, String> more, byte[] body) {
        HttpPost post = new HttpPost(address);
        post.setHeader(HttpHeaders.USER_AGENT, HttpConnections.USER_AGENT);
        headers.forEach(post::setHeader);
        more.forEach(post::setHeader);
        post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        // A timeout of the HTTP client's would be per read, so a slow trickle would never end.
        Deadline deadline = new Deadline(post);
        HttpClientContext context = HttpClientContext.create();
        try {
            WireReply reply = http.execute(post, context, response -> read(response, post));
            // The HTTP client hands on what a proxy says instead of the server: then there was no handshake.
            return new Exchange(reply, null, false, address.startsWith("https:") && context.getSSLSession() == null);
        } catch (IOException | IllegalStateException e) {
            return new Exchange(null, e, deadline.passed, false);
        } finally {
            deadline.lift();
        }
    }

    private WireReply read(ClassicHttpResponse response, HttpPost post) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? new byte[0] : entity.getContent().readNBytes(BODY_LIMIT + 1);
        if (body.length > BODY_LIMIT) {
            // Else the HTTP client reads on to the body's end, to use the connection again.
            post.abort();
            throw new IOException("the reply is longer than " + BODY_LIMIT + " bytes");
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
