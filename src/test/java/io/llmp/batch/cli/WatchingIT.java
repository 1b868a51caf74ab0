package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.metrics.SpanCollector;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Watches real runs: on a pseudo-terminal, by lines of JSON, and by their metrics over HTTP. */
class WatchingIT {

    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final Set<String> OF_ALL = Set.of("llmp_template", "llmp_template_version");
    private static final String TICKETS =
            Path.of("sample-data/tickets.csv").toAbsolutePath().toString();

    @SessionDirectory
    Path directory;

    private LlmpProcess llmp;

    @BeforeEach
    void applyATemplate() {
        llmp = new LlmpProcess(directory, Map.of("TERM", "xterm-256color"));
        assertThat(llmp.session()
                        .run(
                                "job",
                                "apply",
                                Path.of("config/jobs/ticket-triage.yaml")
                                        .toAbsolutePath()
                                        .toString())
                        .exit())
                .isZero();
    }

    @Test
    void drawsOnATerminalAndLeavesNothingHalfDrawn() {
        assumeThat(SCRIPT).isExecutable();
        LlmpProcess.Result result = llmp.startOnTerminal(70, 12, run("--set", "llmp.simulator.latency=150ms"))
                .await();
        assertThat(result.exit()).isEqualTo(ExitCode.SKIPPED);
        assertThat(result.out()).as("it moved").contains("rows/s").contains("\u001b[4A");
        List<String> left = new Screen().send(result.out()).lines();
        assertThat(left.get(0)).startsWith("llmp: Started run ");
        assertThat(left.get(1)).startsWith("run        ");
        assertThat(left).noneMatch(line -> line.contains("in flight"));
    }

    @Test
    void showsTheSkipsByReasonFromAnotherProcessAndNothingMovesOnADumbTerminal() throws Exception {
        assumeThat(SCRIPT).isExecutable();
        LlmpProcess dumb = new LlmpProcess(directory, Map.of("TERM", "dumb"));
        LlmpProcess.Running running = dumb.startOnTerminal(70, 12, run("--set", "llmp.simulator.latency=600ms"));
        awaitBegin(running, running.out());
        LlmpProcess.Result watched =
                llmp.startOnTerminal(100, 12, "status", "last", "--watch").await();
        assertThat(watched.out()).contains("rows/s").contains("2 skipped (2 MALFORMED_ROW)");
        assertThat(watched.exit()).as("the run's own").isEqualTo(ExitCode.SKIPPED);
        LlmpProcess.Result ran = running.await();
        assertThat(ran.exit()).isEqualTo(ExitCode.SKIPPED);
        assertThat(ran.out()).contains("llmp: Started run ").doesNotContain("\u001b");
    }

    @Test
    void writesAnObjectALineForMachines() {
        LlmpSession session = llmp.session();
        LlmpProcess.Result result = session.run(run("--json-progress", "--set", "llmp.simulator.latency=150ms"));
        List<JsonNode> objects = result.err()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        assertThat(objects.get(0).path("message").asString()).contains("Started run");
        JsonNode last = objects.get(objects.size() - 1);
        assertThat(last.path("items").asLong()).isEqualTo(256);
        assertThat(last.path("done").asLong()).isEqualTo(256);
        assertThat(last.path("skips").path("MALFORMED_ROW").asLong()).isEqualTo(2);
        assertThat(session.run(run("--json-progress", "--quiet", "--rerun")).err())
                .isEmpty();
    }

    @Test
    void everyMetricIsDocumentedServedAndSent() throws Exception {
        Map<String, String> received = new ConcurrentHashMap<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.put(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    new String(body, StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try (SpanCollector collector = new SpanCollector(SpanCollector.Manner.TAKES)) {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            LlmpProcess.Running running = llmp.start(run(
                    "--metrics-port",
                    "0",
                    "--metrics-push",
                    base,
                    "--set",
                    "llmp.metrics.otlp-url=" + base + "/v1/metrics",
                    "--set",
                    "llmp.tracing.otlp-url=" + collector.address(),
                    "--set",
                    "llmp.tracing.sample=0.25",
                    "--set",
                    "llmp.simulator.latency=300ms"));
            String scraped = scrape(address(running));
            assertThat(running.await().exit()).isEqualTo(ExitCode.SKIPPED);
            assertThat(scraped).contains("llmp_run_status{").contains("llmp_calls_slots{");
            String pushed = Objects.requireNonNull(received.get("PUT /metrics/job/llmp/template/ticket-triage"));
            assertThat(families(pushed)).isEqualTo(documented());
            assertThat(pushed)
                    .containsPattern("llmp_items_total\\{[^}]*status=\"succeeded\"} 249")
                    .containsPattern("llmp_run_status\\{[^}]*status=\"completed\"} 1")
                    .containsPattern("gen_ai_client_operation_duration_seconds_count\\{error_type=\"\"[^}]*} 249");
            assertThat(received.get("POST /v1/metrics"))
                    .contains("gen_ai.client.token.usage", "llmp.items", "service.name");
            assertTraced(collector);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theDashboardShowsDocumentedMetricsOnly() throws IOException {
        String dashboard = Files.readString(Path.of("config/grafana/llmp.json"));
        Set<String> used = new TreeSet<>();
        Matcher names = Pattern.compile("\\b(llmp|gen_ai)_\\w+(?=\\{)").matcher(dashboard);
        while (names.find()) {
            used.add(names.group().replaceAll("_(bucket|sum|count)$", ""));
        }
        assertThat(used).hasSizeGreaterThan(10);
        assertThat(documented().keySet()).containsAll(used);
    }

    /** One run, its splits, a quarter of the 249 items asked about, each below its split, with what is documented. */
    private static void assertTraced(SpanCollector collector) throws IOException {
        List<Span> run = collector.spans("run ticket-triage");
        List<Span> splits = collector.spans("split ");
        List<Span> calls = collector.spans("chat gpt-5-mini");
        assertThat(run).hasSize(1);
        assertThat(splits)
                .hasSizeGreaterThan(1)
                .allSatisfy(split ->
                        assertThat(split.getParentSpanId()).isEqualTo(run.get(0).getSpanId()));
        assertThat(calls).hasSizeBetween(57, 67);
        assertThat(splits)
                .extracting(Span::getSpanId)
                .containsAll(calls.stream().map(Span::getParentSpanId).toList());
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.getEndTimeUnixNano() - call.getStartTimeUnixNano())
                        .isBetween(1_000_000L, 60_000_000_000L));
        assertThat(attributes(run)).isEqualTo(documented("run"));
        assertThat(attributes(splits)).isEqualTo(documented("split"));
        assertThat(attributes(calls)).isEqualTo(documented("call"));
        assertThat(collector.text()).as("keys and rows").doesNotContain("T-10", "subject");
    }

    private static Set<String> attributes(List<Span> spans) {
        Set<String> names = new TreeSet<>();
        spans.forEach(span -> names.addAll(SpanCollector.attributes(span).keySet()));
        return names;
    }

    /** The attributes on one kind of span that a run which does not fail has. */
    private static Set<String> documented(String kind) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("docs/metrics.md"))) {
            String[] cells = line.split("\\s*\\|\\s*", -1);
            if (cells.length > 3 && List.of(cells[2].split(", ")).contains(kind)) {
                names.add(cells[1].replace("`", ""));
            }
        }
        names.remove("error.type");
        return names;
    }

    private String[] run(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "ticket-triage",
                "--provider",
                "simulator",
                "--input",
                TICKETS,
                "--output",
                directory.resolve("out.csv").toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** Type and tags of each metric, as the table of the documentation has them. */
    private static Map<String, String> documented() throws IOException {
        Map<String, String> metrics = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("docs/metrics.md"))) {
            if (line.startsWith("| `llmp_") || line.startsWith("| `gen_ai_")) {
                String[] cells = line.split("\\s*\\|\\s*", -1);
                Set<String> tags =
                        new TreeSet<>(List.of(cells[4].replace("`", "").split(", ")));
                tags.remove("");
                metrics.put(cells[1].replace("`", ""), cells[2] + " " + tags);
            }
        }
        return metrics;
    }

    /** The same, as a run has them. */
    private static Map<String, String> families(String text) {
        Map<String, String> metrics = new TreeMap<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", -1);
                metrics.put(words[2], words[3] + " " + tags(text, words[2]));
            }
        }
        return metrics;
    }

    private static Set<String> tags(String text, String name) {
        Matcher sample = Pattern.compile("(?m)^" + name + "(_bucket|_sum|_count)?\\{([^}]*)}")
                .matcher(text);
        assertThat(sample.find()).as(name).isTrue();
        Set<String> tags = Pattern.compile("(\\w+)=\"")
                .matcher(sample.group(2))
                .results()
                .map(tag -> tag.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(tags).as(name).containsAll(OF_ALL);
        tags.removeAll(OF_ALL);
        tags.remove("le");
        return tags;
    }

    private static URI address(LlmpProcess.Running running) throws Exception {
        Matcher address = Pattern.compile("metrics at (\\S+)").matcher(awaitBegin(running, running.err()));
        assertThat(address.find()).isTrue();
        return URI.create(address.group(1));
    }

    /** Returns what the process said until its run had begun. */
    private static String awaitBegin(LlmpProcess.Running running, Path said) throws Exception {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        !running.process().isAlive() || Files.readString(said).contains("Started run"));
        String text = Files.readString(said);
        assertThat(text).as("it ended too early").contains("Started run");
        return text;
    }

    private static String scrape(URI address) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }
}
