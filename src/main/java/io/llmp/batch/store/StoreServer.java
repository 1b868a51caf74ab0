package io.llmp.batch.store;

import io.llmp.batch.store.home.ServedAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hsqldb.server.Server;
import org.hsqldb.server.ServerConstants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the embedded database that this process has open to other processes of this machine, at a free port of the
 * loopback address. It begins in the background, after a while, so that a command that is over sooner does not pay for it.
 * Only the database's own user with its secret is let in.
 */
final class StoreServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreServer.class);

    private final Path directory;
    private final String database;
    private final Server server = new Server();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread starter;

    /**
     * Begins to serve after {@code delay}.
     *
     * @param directory where to say at which port
     * @param database the open database as HSQLDB names it, with its properties
     */
    StoreServer(Path directory, String database, Duration delay) {
        this.directory = directory;
        this.database = database;
        this.starter = new Thread(() -> startAfter(delay), "store-server");
        starter.setDaemon(true);
        starter.start();
    }

    private void startAfter(Duration delay) {
        try {
            if (!closing.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                start();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            // Others wait for this process to end, as they would without a server.
            LOG.warn("The database is not served to other processes", e);
        }
    }

    private void start() throws IOException {
        server.setSilent(true);
        server.setLogWriter(null);
        server.setErrWriter(null);
        server.setNoSystemExit(true);
        server.setDaemon(true);
        server.setAddress(InetAddress.getLoopbackAddress().getHostAddress());
        server.setPort(0);
        server.setDatabaseName(0, ServedAddress.DATABASE);
        server.setDatabasePath(0, database);
        server.start();
        if (server.getState() != ServerConstants.SERVER_STATE_ONLINE) {
            @Nullable Throwable error = server.getServerError();
            throw new IOException("HSQLDB's server does not start", error);
        }
        new ServedAddress(server.getLocalPort(), ProcessHandle.current().pid()).write(directory);
    }

    /** Ends the service; the database stays open. */
    @Override
    public void close() {
        closing.countDown();
        boolean interrupted = false;
        while (starter.isAlive()) {
            try {
                starter.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        try {
            Files.deleteIfExists(directory.resolve(ServedAddress.FILE));
        } catch (IOException e) {
            LOG.warn("The file {} could not be removed", directory.resolve(ServedAddress.FILE), e);
        }
        if (server.getState() == ServerConstants.SERVER_STATE_ONLINE) {
            server.shutdown();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
