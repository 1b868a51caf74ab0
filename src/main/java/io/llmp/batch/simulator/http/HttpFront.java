package io.llmp.batch.simulator.http;

import io.llmp.batch.simulator.model.Fate;
import io.llmp.batch.simulator.request.Draw;
import io.llmp.batch.simulator.request.Reply;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
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

/** Takes requests off the wire, asks what is to become of them, and sends the replies when their time has come. */
final class HttpFront implements AsyncServerRequestHandler<Message<HttpRequest, byte[]>> {

    private final Routes routes;
    private final Tally tally;
    private final Connections connections;
    private final ScheduledExecutorService timer;
    private final long pauseNanos;
    private final AtomicLong requestIds = new AtomicLong();

    /** @param slowBody how long a body takes that comes in pieces */
    HttpFront(Routes routes, Tally tally, Connections connections, ScheduledExecutorService timer, Duration slowBody) {
        this.routes = routes;
        this.tally = tally;
        this.connections = connections;
        this.timer = timer;
        pauseNanos = slowBody.toNanos() / RawReply.pauses();
    }

    /**
     * One request, and where its reply goes.
     *
     * @param caller the other end, or null when it has gone already
     */
    private record Exchange(
            ResponseTrigger trigger,
            HttpContext context,
            @Nullable SocketAddress caller,
            String id,
            Routes.Told told) {}

    @Override
    public AsyncRequestConsumer<Message<HttpRequest, byte[]>> prepare(
            HttpRequest request, @Nullable EntityDetails entity, HttpContext context) {
        return new BasicRequestConsumer<>(entity == null ? null : new BasicAsyncEntityConsumer());
    }

    @Override
    public void handle(Message<HttpRequest, byte[]> message, ResponseTrigger trigger, HttpContext context) {
        SocketAddress caller =
                HttpCoreContext.cast(context).getEndpointDetails().getRemoteAddress();
        String id = "req_" + Long.toHexString(Draw.mix(requestIds.incrementAndGet()));
        byte[] body = message.getBody() == null ? new byte[0] : message.getBody();
        Routes.Told told = routes.tell(message.getHead(), body, id);
        follow(new Exchange(trigger, context, caller, id, told));
    }

    private void follow(Exchange exchange) {
        Fate outcome = exchange.told().outcome();
        if (outcome instanceof Fate.Send send) {
            after(send.delayNanos(), () -> send(exchange, send));
        } else if (outcome instanceof Fate.Drop drop) {
            after(drop.delayNanos(), () -> {
                tally.dropped();
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

    private void send(Exchange exchange, Fate.Send send) {
        if (send.billed() != null) {
            tally.answered(send.billed());
        } else if (exchange.told().isCall()) {
            tally.failed(send.reply().status());
        }
        byte[] body = send.reply().body().getBytes(StandardCharsets.UTF_8);
        switch (send.delivery()) {
            case WHOLE -> write(exchange, send.reply(), body);
            case CUT -> connections.send(exchange.caller(), RawReply.cut(head(exchange, send.reply(), body), body));
            case SLOW ->
                connections.send(
                        exchange.caller(),
                        RawReply.slow(
                                head(exchange, send.reply(), body),
                                body,
                                () -> after(pauseNanos, () -> connections.goOn(exchange.caller()))));
        }
    }

    private static String head(Exchange exchange, Reply reply, byte[] body) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " OK\r\n");
        reply.headers().forEach((name, value) -> line(head, name, value));
        line(head, exchange.told().idHeader(), exchange.id());
        line(head, "Content-Type", reply.type());
        line(head, "Content-Length", Integer.toString(body.length));
        line(head, "Connection", "close");
        return head.append("\r\n").toString();
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private static void write(Exchange exchange, Reply reply, byte[] body) {
        BasicHttpResponse response = new BasicHttpResponse(reply.status());
        reply.headers().forEach(response::addHeader);
        response.addHeader(exchange.told().idHeader(), exchange.id());
        try {
            exchange.trigger()
                    .submitResponse(
                            new BasicResponseProducer(
                                    response, new BasicAsyncEntityProducer(body, ContentType.create(reply.type()))),
                            exchange.context());
        } catch (HttpException | IOException e) {
            // The caller is gone. A provider would bill the answer all the same.
        }
    }
}
