package io.llmp.batch.cli;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A server of another project, in a process of its own; {@code .ci/servers} installs it. */
final class InstalledServer implements AutoCloseable {

    /** LiteLLM takes half a minute on a machine that does nothing else. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;
    private final URI address;

    private InstalledServer(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** The model of llama.cpp, which knows one model under any name. */
    static InstalledServer llama(Path scratch) {
        int port = freePort();
        Path script = Path.of("src/test/servers/llama.py").toAbsolutePath();
        return start("llama", scratch, port, "/health", List.of("python", script.toString(), Integer.toString(port)));
    }

    /** The LiteLLM proxy before a simulated provider, with the keys of {@code auth.py}. */
    static InstalledServer liteLlm(Path scratch, SimulatedProvider provider) {
        int port = freePort();
        copy("auth.py", scratch, Map.of());
        Path configuration = copy(
                "litellm.yaml",
                scratch,
                Map.of("SIMULATOR", Integer.toString(provider.baseUrl().getPort())));
        return start(
                "litellm",
                scratch,
                port,
                "/health/liveliness",
                List.of(
                        "litellm",
                        "--config",
                        configuration.toString(),
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--telemetry",
                        "False"));
    }

    /** Leaves a test out where the server is not installed. */
    static void assumeInstalled(String name) {
        assumeThat(directory(name).resolve("installed"))
                .as("%s is not installed: run .ci/servers for this test", name)
                .exists();
    }

    private static InstalledServer start(String name, Path scratch, int port, String health, List<String> command) {
        Path program = directory(name).resolve("bin").resolve(command.get(0));
        List<String> words = new ArrayList<>(command);
        words.set(0, program.toString());
        ProcessBuilder builder = new ProcessBuilder(words).directory(scratch.toFile());
        builder.environment().put("LITELLM_LOCAL_MODEL_COST_MAP", "True");
        File log = scratch.resolve(name + ".log").toFile();
        try {
            Process process =
                    builder.redirectErrorStream(true).redirectOutput(log).start();
            InstalledServer server = new InstalledServer(process, URI.create("http://127.0.0.1:" + port));
            server.await(health, log.toPath());
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(String health, Path log) throws IOException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(address.resolve(health))
                .timeout(Duration.ofSeconds(20))
                .build();
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !process.isAlive() || answers(http, request));
        if (!process.isAlive()) {
            throw new AssertionError("the server did not start: " + Files.readString(log));
        }
    }

    private static boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where the OpenAI protocol is spoken. */
    URI baseUrl() {
        return address.resolve("/v1");
    }

    private static Path directory(String name) {
        Path cache = Optional.ofNullable(System.getenv("LLMP_TEST_SERVERS"))
                .map(Path::of)
                .orElseGet(() -> Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                        .map(Path::of)
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                        .resolve("llmp-batch/servers"));
        return cache.resolve(name);
    }

    private static Path copy(String name, Path directory, Map<String, String> values) {
        try {
            String text = Files.readString(Path.of("src/test/servers", name));
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace(value.getKey() + "/", value.getValue() + "/");
            }
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(LlmpProcess.PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
