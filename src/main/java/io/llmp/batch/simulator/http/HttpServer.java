package io.llmp.batch.simulator.http;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.simulator.Simulator;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.impl.bootstrap.AsyncServerBootstrap;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.http.nio.support.BasicServerExchangeHandler;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;

/** A running simulated provider: the sockets, and the timer that stands for thinking. No request holds a thread while it waits. */
final class HttpServer implements Simulator.Server {

    private static final String HOST = "127.0.0.1";
    private static final int LAST_PORT = 65_535;

    private final HttpAsyncServer server;
    private final ScheduledExecutorService timer;
    private final int port;

    private HttpServer(HttpAsyncServer server, ScheduledExecutorService timer, int port) {
        this.server = server;
        this.timer = timer;
        this.port = port;
    }

    /**
     * @param port the port, or 0 for any free one
     * @param slowBody how long a body takes that comes in pieces
     * @throws ProblemException when the port is taken, or none
     */
    static HttpServer start(int port, Routes routes, Tally tally, Duration slowBody) {
        if (port < 0 || port > LAST_PORT) {
            throw ProblemException.invalid(
                    "There is no port " + port + ".", "Choose one up to " + LAST_PORT + ", or 0 for any free one.");
        }
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(HttpServer::timerThread);
        Connections connections = new Connections(tally);
        HttpFront front = new HttpFront(routes, tally, connections, timer, slowBody);
        HttpAsyncServer server = AsyncServerBootstrap.bootstrap()
                .setIOReactorConfig(sockets())
                .setIOSessionListener(connections)
                .setRequestRouter((request, context) -> () -> new BasicServerExchangeHandler<>(front))
                .create();
        server.start();
        try {
            return new HttpServer(server, timer, listen(server, port));
        } catch (ProblemException e) {
            server.close(CloseMode.IMMEDIATE);
            timer.shutdownNow();
            throw e;
        }
    }

    private static IOReactorConfig sockets() {
        return IOReactorConfig.custom()
                .setIoThreadCount(Math.max(1, Runtime.getRuntime().availableProcessors() / 2))
                .setTcpNoDelay(true)
                .setSoReuseAddress(true)
                .setBacklogSize(4_096)
                .build();
    }

    private static Thread timerThread(Runnable work) {
        Thread thread = new Thread(work, "simulator-timer");
        thread.setDaemon(true);
        return thread;
    }

    @SuppressWarnings("AddressSelection") // A literal address is not looked up.
    private static int listen(HttpAsyncServer server, int port) {
        try {
            InetSocketAddress wanted = new InetSocketAddress(HOST, port);
            InetSocketAddress given = (InetSocketAddress)
                    server.listen(wanted, URIScheme.HTTP).get().getAddress();
            return given.getPort();
        } catch (ExecutionException e) {
            throw notListening(port, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.failed("The simulator was interrupted while it started.", "Start it again.", e);
        }
    }

    private static ProblemException notListening(int port, Throwable cause) {
        String problem = "The simulator cannot listen on " + HOST + ":" + port + ": " + cause.getMessage() + ".";
        return cause instanceof BindException
                ? ProblemException.invalid(problem, "Choose another port, or 0 for any free one.", cause)
                : ProblemException.failed(problem, "See whether this machine allows local servers.", cause);
    }

    @Override
    public URI baseUrl() {
        return URI.create("http://" + HOST + ":" + port + "/v1");
    }

    @Override
    public void close() {
        timer.shutdownNow();
        server.close(CloseMode.IMMEDIATE);
    }
}
