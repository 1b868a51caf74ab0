package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.llmp.batch.cli.terminal.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reports of real runs over hostile rows, looked at by a real browser where there is one. */
@Timeout(300)
class ReportIT {

    private static final String OWNED = "document.title='owned'";

    @SessionDirectory
    Path directory;

    private LlmpSession llmp;

    @BeforeEach
    void open() {
        LlmpProcess process = new LlmpProcess(directory, Map.of());
        process.applyTemplate();
        llmp = process.session();
    }

    @Test
    void aBrowserRunsNothingAndAsksForNothing() throws Exception {
        Optional<Chromium> found = Chromium.find(directory);
        assumeThat(found).as("a browser in the PATH").isPresent();
        Chromium browser = found.orElseThrow();
        try (Listener listener = new Listener()) {
            Path report = report(listener.port());
            Path unsafe = Samples.write(
                    directory.resolve("unsafe.html"),
                    "<!DOCTYPE html><title>unsafe</title>" + String.join("\n", hostile(listener.port())));

            assertThat(browser.dom(unsafe)).as("the rows would do harm").contains("<title>owned</title>");
            assertThat(listener.calls()).as("and call home").isPositive();

            int before = listener.calls();
            String dom = browser.dom(report);
            assertThat(dom).contains("<title>teams@2, run ").doesNotContain("<title>owned");
            assertThat(dom).doesNotContain("<script").doesNotContain("<img").doesNotContain("<iframe");
            assertThat(dom).contains("&lt;script&gt;" + OWNED).contains("</footer>");
            assertThat(dom.split("<svg class=\"chart\"")).hasSizeGreaterThan(4);
            lookAt(browser, report);
            assertThat(listener.calls()).as("calls of the report").isEqualTo(before);
        }
    }

    /** Leaves pictures for people beside the test's other results. */
    private static void lookAt(Chromium browser, Path report) throws IOException {
        Path results = Files.createDirectories(Path.of("target", "report"));
        Files.copy(report, results.resolve("report.html"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        browser.screenshot(report, results.resolve("light.png"), "--window-size=1280,4600");
        browser.screenshot(
                report,
                results.resolve("dark.png"),
                "--window-size=1280,4600",
                "--blink-settings=preferredColorScheme=0");
        browser.print(report, results.resolve("print.pdf"));
        assertThat(results.resolve("light.png")).isNotEmptyFile();
        assertThat(Files.mismatch(results.resolve("light.png"), results.resolve("dark.png")))
                .as("dark differs from light")
                .isNotNegative();
        assertThat(results.resolve("print.pdf")).isNotEmptyFile();
    }

    @Test
    void theThreeFormatsTellTheSame() throws Exception {
        report(1);
        assertThat(llmp.run("report", "last", "--output", "run.json").exit()).isZero();
        assertThat(llmp.run("report", "last", "--output", "run.txt", "--format", "md")
                        .exit())
                .isZero();
        JsonNode json = JsonMapper.shared().readTree(Files.readString(directory.resolve("run.json")));

        assertThat(json.at("/run/items").asLong()).isEqualTo(300);
        assertThat(json.at("/run/template_version").asInt()).isEqualTo(2);
        assertThat(json.at("/events").size()).isEqualTo(2);
        assertThat(json.at("/fields/0/values")
                        .valueStream()
                        .mapToLong(value -> value.path("answers").asLong())
                        .sum())
                .isEqualTo(json.at("/run/succeeded").asLong()
                        + json.at("/run/reused").asLong());
        assertThat(Files.readString(directory.resolve("run.txt")))
                .contains("- Rows done: **300**")
                .contains("prompt")
                .doesNotContain("<script");
        assertThat(Files.readString(directory.resolve("run.html"))).contains("<ins>");
    }

    @Test
    void replacesReportsButNothingElse() throws Exception {
        report(1);
        byte[] input = Files.readAllBytes(directory.resolve("hostile.csv"));

        assertThat(llmp.run("report", "last", "--output", "run.html").exit())
                .as("its own")
                .isZero();
        LlmpProcess.Result refused = llmp.run("report", "last", "--format", "md", "--output", "hostile.csv");
        assertThat(refused.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(refused.err()).contains("is no report").contains("--overwrite");
        assertThat(directory.resolve("hostile.csv")).hasBinaryContent(input);
        assertThat(llmp.run("report", "last", "--format", "md", "--output", "hostile.csv", "--overwrite")
                        .exit())
                .isZero();
        assertThat(llmp.run("report", "last", "--output", "run.pdf").err()).contains("html, json, md");
        assertThat(llmp.run("report", "last", "--output", "nowhere/run.html").exit())
                .isEqualTo(ExitCode.INVALID);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
        }
    }

    @Test
    void statisticsCompareVersionsAndRuns() throws Exception {
        report(1);
        assertThat(run("--run-key", "again").exit()).isIn(ExitCode.OK, ExitCode.SKIPPED);

        LlmpProcess.Result text = llmp.run("stats", "teams");
        assertThat(text.out()).contains("VERSION").contains("team ").contains("deviations");
        JsonNode json = JsonMapper.shared()
                .readTree(llmp.run("stats", "teams", "--json").out())
                .get(0);
        assertThat(json.at("/versions").size()).isEqualTo(1);
        assertThat(json.at("/versions/0/runs").asInt()).isEqualTo(2);
        assertThat(json.at("/versions/0/items").asInt()).isEqualTo(600);
        assertThat(json.at("/drift/fields/0/amount").asDouble())
                .as("the simulator repeats itself")
                .isZero();
        assertThat(text.err())
                .as("these are all")
                .isEqualTo("llmp: these runs are simulated: answers, cost and latency are not a model's\n");
        assertThat(llmp.run("stats", "teem").exit()).isEqualTo(ExitCode.INVALID);

        assertThat(lines(llmp.run("runs", "--limit", "1"))).hasSize(2);
        assertThat(lines(llmp.run("runs", "--template", "teams", "--status", "completed", "--since", "1h")))
                .hasSize(3);
        assertThat(llmp.run("runs", "--status", "failed").out()).contains("No runs found.");
    }

    private static List<String> lines(LlmpProcess.Result result) {
        return result.out().lines().toList();
    }

    private Path report(int port) throws IOException {
        List<String> hostile = hostile(port);
        StringBuilder rows = new StringBuilder("id,subject\n");
        IntStream.range(0, 300).forEach(i -> {
            String text = hostile.get(i % hostile.size()).replace("\"", "\"\"");
            rows.append('"')
                    .append(text)
                    .append(i)
                    .append("\",\"")
                    .append(text)
                    .append(i)
                    .append('"');
            rows.append(i % 50 == 7 ? ",too many\n" : "\n");
        });
        Samples.write(directory.resolve("hostile.csv"), rows.toString());
        Samples.write(directory.resolve("teams.yaml"), Samples.TEMPLATE.replace("Which team", "Which <b>team</b>"));
        assertThat(llmp.run("job", "apply", "teams.yaml").exit()).isZero();
        LlmpProcess.Result run = run();
        assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.SKIPPED);
        assertThat(llmp.run("report", "last", "--output", "run.html").exit()).isZero();
        return directory.resolve("run.html");
    }

    private LlmpProcess.Result run(String... more) {
        List<String> command = Stream.concat(
                        Stream.of(
                                "run",
                                "teams",
                                "--provider",
                                "simulator",
                                "--input",
                                "hostile.csv",
                                "--output",
                                "out.csv",
                                "--set",
                                "llmp.simulator.faults.invalid=0.1",
                                "--set",
                                "llmp.simulator.faults.refusal=0.02"),
                        Stream.of(more))
                .toList();
        return llmp.run(command.toArray(String[]::new));
    }

    private static List<String> hostile(int port) {
        String address = "http://127.0.0.1:" + port + "/";
        return List.of(
                "<script>" + OWNED + "</script>",
                "\"><img src=" + address + "a.png onerror=\"" + OWNED + "\">",
                "</td></table></style><link rel=stylesheet href=" + address + "b.css>",
                "<iframe src=" + address + "c></iframe><svg onload=\"" + OWNED + "\">",
                "\u202Eright to left\u202C עברית",
                "bell \u0007 escape \u001B[31m",
                "x".repeat(20_000));
    }

    /** Counts who connects. */
    private static final class Listener implements AutoCloseable {

        private final ServerSocket socket;
        private final AtomicInteger calls = new AtomicInteger();

        Listener() throws IOException {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread thread = new Thread(this::accept, "listener");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            while (!socket.isClosed()) {
                try (Socket caller = socket.accept()) {
                    calls.incrementAndGet();
                    caller.shutdownOutput();
                } catch (IOException e) {
                    // The test is over, or a caller went away; who called has been counted.
                }
            }
        }

        int port() {
            return socket.getLocalPort();
        }

        int calls() {
            return calls.get();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
