package io.llmp.batch.llm.simulator;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.nio.AsyncRequestConsumer;
import org.apache.hc.core5.http.nio.AsyncServerRequestHandler;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityConsumer;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestConsumer;
import org.apache.hc.core5.http.nio.support.BasicResponseProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Takes requests off the wire, asks what is to become of them, and sends the replies when their time has come. */
final class HttpFront implements AsyncServerRequestHandler<Message<HttpRequest, byte[]>> {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ChatEndpoint chat;
    private final Tally tally;
    private final Connections connections;
    private final ScheduledExecutorService timer;
    private final AtomicLong requestIds = new AtomicLong();

    HttpFront(ChatEndpoint chat, Tally tally, Connections connections, ScheduledExecutorService timer) {
        this.chat = chat;
        this.tally = tally;
        this.connections = connections;
        this.timer = timer;
    }

    /**
     * Where the reply to one request goes.
     *
     * @param caller the other end, or null when it has gone already
     */
    private record Exchange(
            ResponseTrigger trigger,
            HttpContext context,
            @Nullable SocketAddress caller) {}

    @Override
    public AsyncRequestConsumer<Message<HttpRequest, byte[]>> prepare(
            HttpRequest request, @Nullable EntityDetails entity, HttpContext context) {
        return new BasicRequestConsumer<>(entity == null ? null : new BasicAsyncEntityConsumer());
    }

    @Override
    public void handle(Message<HttpRequest, byte[]> message, ResponseTrigger trigger, HttpContext context) {
        HttpRequest request = message.getHead();
        SocketAddress caller =
                HttpCoreContext.cast(context).getEndpointDetails().getRemoteAddress();
        Exchange exchange = new Exchange(trigger, context, caller);
        String route = request.getMethod() + " " + path(request);
        boolean admitted = chat.admits(authorization(request));
        if (route.equals("POST /v1/chat/completions")) {
            tally.received();
            byte[] body = message.getBody() == null ? new byte[0] : message.getBody();
            follow(exchange, admitted ? chat.complete(body) : Outcome.refuse(Replies.wrongKey()));
        } else if (route.equals("GET /stats")) {
            write(exchange, Reply.of(200, tally.snapshot()));
        } else if (route.equals("GET /v1/models")) {
            write(exchange, admitted ? Reply.of(200, models()) : Replies.wrongKey());
        } else {
            write(exchange, Replies.unknownPath(route));
        }
    }

    private static @Nullable String authorization(HttpRequest request) {
        Header header = request.getFirstHeader("Authorization");
        return header == null ? null : header.getValue();
    }

    private static String path(HttpRequest request) {
        String path = request.getPath();
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    private static ObjectNode models() {
        ObjectNode models = JsonNodeFactory.instance.objectNode().put("object", "list");
        models.putArray("data")
                .addObject()
                .put("id", "gpt-5-mini")
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "simulator");
        return models;
    }

    private void follow(Exchange exchange, Outcome outcome) {
        if (outcome instanceof Outcome.Send send) {
            after(send.delayNanos(), () -> send(exchange, send));
        } else if (outcome instanceof Outcome.Drop drop) {
            after(drop.delayNanos(), () -> {
                tally.failed();
                connections.drop(exchange.caller());
            });
        } else {
            connections.ignore(exchange.caller());
        }
    }

    private void after(long nanos, Runnable work) {
        if (nanos == 0) {
            work.run();
            return;
        }
        try {
            var unused = timer.schedule(work, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The server is closing, and with it the connection that waits for this.
        }
    }

    private void send(Exchange exchange, Outcome.Send send) {
        if (send.usage() != null) {
            tally.answered(send.usage());
        } else if (send.reply().status() == 429) {
            tally.throttled();
        } else {
            tally.failed();
        }
        write(exchange, send.reply());
    }

    private void write(Exchange exchange, Reply reply) {
        BasicHttpResponse response = new BasicHttpResponse(reply.status());
        reply.headers().forEach(response::addHeader);
        response.addHeader("x-request-id", "req_" + Long.toHexString(Draw.mix(requestIds.incrementAndGet())));
        byte[] body = JSON.writeValueAsBytes(reply.body());
        try {
            exchange.trigger()
                    .submitResponse(
                            new BasicResponseProducer(
                                    response, new BasicAsyncEntityProducer(body, ContentType.APPLICATION_JSON)),
                            exchange.context());
        } catch (HttpException | IOException e) {
            // The caller is gone. A provider would bill the answer all the same.
        }
    }
}
