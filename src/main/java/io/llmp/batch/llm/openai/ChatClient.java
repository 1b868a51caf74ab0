package io.llmp.batch.llm.openai;

import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Provider;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;

/** Calls one provider over HTTP/1.1. */
final class ChatClient implements ModelClient {

    /** No answer worth having is longer; an endless one must not fill the heap. */
    private static final int BODY_LIMIT = 16 * 1024 * 1024;

    private static final int MESSAGE_LIMIT = 500;

    private final Provider provider;
    private final String address;
    private final CloseableHttpClient http;
    private final ChatRequest requests;
    private final ChatResponse responses;
    private final ChatErrors errors;
    private final ScheduledThreadPoolExecutor deadlines;

    ChatClient(
            Provider provider,
            CloseableHttpClient http,
            ChatRequest requests,
            ChatResponse responses,
            ChatErrors errors) {
        this.provider = provider;
        this.address = provider.baseUrl() + "/chat/completions";
        this.http = http;
        this.requests = requests;
        this.responses = responses;
        this.errors = errors;
        this.deadlines = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "call-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        deadlines.setRemoveOnCancelPolicy(true);
        // A call that comes after the close fails for that reason alone.
        deadlines.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public ModelResult call(ModelRequest request) {
        HttpPost post = new HttpPost(address);
        if (provider.key() != null) {
            post.setHeader("Authorization", "Bearer " + provider.key());
        }
        post.setEntity(new ByteArrayEntity(requests.body(request), ContentType.APPLICATION_JSON));
        // The HTTP client's own timeouts are per read, so a slow trickle would never end.
        Deadline deadline = new Deadline(post);
        ModelResult result;
        try {
            result = http.execute(post, response -> read(response, post));
        } catch (IOException | IllegalStateException e) {
            result = failure(e, deadline.passed);
        } finally {
            deadline.lift();
        }
        return result instanceof CallFailure failure ? presentable(failure) : result;
    }

    private ModelResult read(ClassicHttpResponse response, HttpPost post) throws IOException {
        String requestId = ChatErrors.header(response, "x-request-id");
        byte[] body = body(response, post);
        return response.getCode() == 200
                ? responses.read(body, requestId)
                : errors.read(response.getCode(), response, body, requestId);
    }

    private static byte[] body(ClassicHttpResponse response, HttpPost post) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? new byte[0] : entity.getContent().readNBytes(BODY_LIMIT + 1);
        if (body.length > BODY_LIMIT) {
            // Else the HTTP client reads on to the body's end, to use the connection again.
            post.abort();
            throw new IOException("the reply is longer than " + BODY_LIMIT + " bytes");
        }
        return body;
    }

    private CallFailure failure(Exception e, boolean deadlinePassed) {
        boolean silent = e instanceof SocketTimeoutException && !(e instanceof ConnectTimeoutException);
        if (deadlinePassed || silent) {
            return CallFailure.of(
                    FailureKind.TIMED_OUT,
                    "no whole reply within " + provider.callTimeout().toMillis() / 1000.0 + " s");
        }
        String words = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return CallFailure.of(FailureKind.UNAVAILABLE, words);
    }

    /** Returns the failure with its words short and without the key, which some providers repeat. */
    private CallFailure presentable(CallFailure failure) {
        String words = failure.message();
        if (provider.key() != null) {
            words = words.replace(provider.key(), "[key]");
        }
        if (words.length() > MESSAGE_LIMIT) {
            boolean splitsPair = Character.isHighSurrogate(words.charAt(MESSAGE_LIMIT - 1));
            words = words.substring(0, splitsPair ? MESSAGE_LIMIT - 1 : MESSAGE_LIMIT) + "…";
        }
        return new CallFailure(failure.kind(), words, failure.retryAfter(), failure.requestId(), failure.limits());
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
                    provider.callTimeout().toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        void lift() {
            alarm.cancel(false);
        }
    }
}
