package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.terminal.ExitCode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose store is a PostgreSQL server, which goes away under them. */
@Timeout(300)
class PostgresIT {

    private static final int SLOTS = 16;
    private static final int ROWS = 1_200;

    @TempDir
    private static Path data;

    private static int port;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedPostgres server;

    private static int schemas;

    @SessionDirectory
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private SimulatedProvider provider;
    private LlmpSession llmp;

    @BeforeAll
    static void startFirst() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        startServer();
    }

    /** Starts the server where it was before, on the same data. */
    private static void startServer() throws IOException {
        server = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start();
    }

    @AfterAll
    static void stopLast() throws IOException {
        server.close();
    }

    @BeforeEach
    void open() throws SQLException {
        String schema = "s" + ++schemas;
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema);
        }
        environment.put("LLMP_STORE_URL", "jdbc:postgresql://localhost:" + port + "/postgres?currentSchema=" + schema);
        environment.put("LLMP_STORE_USER", "postgres");
        environment.put(
                "LLMP_STORE_PASSWORD_FILE",
                Samples.write(directory.resolve("password"), "s3cret\n").toString());
        provider = new SimulatedProvider(Map.of("latency", "20ms", "latency-sigma", "0.5"));
        llmp = new LlmpProcess(directory, environment).session();
        Samples.template(directory);
        Samples.tickets(directory, ROWS);
        LlmpProcess.Result applied = llmp.run("job", "apply", "teams.yaml");
        assertThat(applied.exit()).as(applied.err()).isZero();
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void aRunOutlivesARestartOfTheServerAndPaysNothingTwice() throws Exception {
        CompletableFuture<LlmpProcess.Result> running = llmp.start(run());
        awaitAnswers(200);
        server.close();
        startServer();
        LlmpProcess.Result result = running.get();
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(provider.count("answered")).isEqualTo(ROWS);
        assertThat(Files.readAllLines(directory.resolve("out.csv"))).hasSize(ROWS + 1);
        readsWhereNothingCanBeWritten();
    }

    /** As on a server that follows another. */
    private void readsWhereNothingCanBeWritten() throws Exception {
        Map<String, String> following = new HashMap<>(environment);
        following.merge("LLMP_STORE_URL", "&options=-c%20default_transaction_read_only=on", String::concat);
        LlmpSession reader = new LlmpProcess(directory, following).session();
        assertThat(reader.run("runs", "--json").out()).contains("\"succeeded\":" + ROWS);
        LlmpProcess.Result changed = reader.run("job", "pause", "teams");
        assertThat(changed.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(changed.err()).contains("The database cannot be changed now").doesNotContain("Exception");
    }

    @Test
    void aServerThatStaysAwayEndsTheRunWhichGoesOnLater() throws Exception {
        List<String> impatient = new ArrayList<>(List.of(run()));
        impatient.addAll(List.of("--set", "llmp.store.patience=2s"));
        CompletableFuture<LlmpProcess.Result> running = llmp.start(impatient.toArray(String[]::new));
        awaitAnswers(200);
        server.close();
        LlmpProcess.Result failed = running.get();
        long paid = provider.count("answered");

        assertThat(failed.exit()).as(failed.err()).isEqualTo(ExitCode.FAILED);
        assertThat(failed.err()).as(failed.err()).doesNotContain("unexpected");
        LlmpProcess.Result away = llmp.run("runs");
        assertThat(away.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(away.err()).contains("cannot be used", "localhost:" + port).doesNotContain("s3cret");
        startServer();
        LlmpProcess.Result last = llmp.run(run());
        assertThat(last.exit()).as(last.err()).isZero();
        assertThat(Files.readAllLines(directory.resolve("out.csv"))).hasSize(ROWS + 1);
        assertThat(provider.count("answered"))
                .as("paid again is what was answered while nothing could be stored; " + paid + " were paid before")
                .isBetween((long) ROWS, ROWS + 16L * SLOTS);
    }

    private String[] run() {
        return Samples.run(provider, SLOTS, "out.csv");
    }

    private void awaitAnswers(long count) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> provider.count("answered") >= count);
    }
}
