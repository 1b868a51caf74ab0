package io.llmp.batch.cli;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.context.ConfigurationKeys;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Interruption;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.simulator.Simulator;
import io.llmp.batch.simulator.SimulatorFault;
import io.llmp.batch.simulator.SimulatorSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code llmp simulate}. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Serves a simulated provider on the loopback address.",
            "",
            "It speaks OpenAI's chat completions and Anthropic's messages; its answers are random. GET"
                    + " /stats shows what it served, and DELETE /stats resets that; GET /calls lists its last"
                    + " calls; POST /control changes its limits, as in {\"rpm\": 300}.",
            "",
            "Faults: error (500), bad-gateway (502), unavailable (503), overloaded (529), throttle"
                    + " (429), reset, hang, slow-body, cut-body, garbled, invalid, truncated, refusal,"
                    + " content-filter."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  llmp simulate --port 8089 --rpm 600 --rpm-after 30s=300 --fault error=0.02 &",
            "  llmp run ticket-triage --provider simulator \\",
            "      --base-url http://127.0.0.1:8089/v1 ...",
        })
@SuppressWarnings("NullAway.Init")
final class SimulateCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Option(names = "--port", paramLabel = "P", description = "Port to serve (default: any free one).")
    int port;

    @Option(names = "--latency", paramLabel = "D", description = "Median time to an answer, such as 200ms.")
    @Nullable
    String latency;

    @Option(names = "--latency-sigma", paramLabel = "S", description = "Spread of the log-normal latency; 0 is fixed.")
    @Nullable
    String latencySigma;

    @Option(names = "--latency-per-token", paramLabel = "D", description = "Additional time per token of an answer.")
    @Nullable
    String latencyPerToken;

    @Option(names = "--rpm", paramLabel = "N", description = "Limit on requests per minute.")
    @Nullable
    String rpm;

    @Option(names = "--tpm", paramLabel = "N", description = "Limit on tokens per minute.")
    @Nullable
    String tpm;

    @Option(names = "--input-tpm", paramLabel = "N", description = "Limit on prompt tokens per minute.")
    @Nullable
    String inputTpm;

    @Option(names = "--output-tpm", paramLabel = "N", description = "Limit on completion tokens per minute.")
    @Nullable
    String outputTpm;

    @Option(names = "--rpd", paramLabel = "N", description = "Limit on requests per day.")
    @Nullable
    String rpd;

    @Option(names = "--concurrency", paramLabel = "N", description = "Limit on requests at once.")
    @Nullable
    String concurrency;

    @Option(
            names = "--rpm-after",
            paramLabel = "D=N",
            description = "Change --rpm after some time, e.g. 30s=300; repeatable.")
    Map<String, String> rpmAfter = new LinkedHashMap<>();

    @Option(names = "--tpm-after", paramLabel = "D=N", description = "Change --tpm after some time; repeatable.")
    Map<String, String> tpmAfter = new LinkedHashMap<>();

    @Option(
            names = "--fault",
            paramLabel = "F=R",
            description = "Share (0–1) of requests with a fault, e.g. reset=0.01.")
    Map<String, String> faults = new LinkedHashMap<>();

    @Option(names = "--error-rate", paramLabel = "R", description = "Same as --fault error=R.")
    @Nullable
    String errorRate;

    @Option(names = "--seed", paramLabel = "N", description = "Random seed for answers and faults.")
    @Nullable
    String seed;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any other llmp.simulator key, as KEY=VALUE.")
    Map<String, String> settings = new LinkedHashMap<>();

    @Override
    public Integer call() throws InterruptedException {
        ConfigurationKeys.check(spec, settings.keySet());
        try (Application application = Application.forSimulating(allSettings());
                Simulator.Server server =
                        application.part(Simulator.class).start(port, application.part(SimulatorSettings.class))) {
            Terminal.err().println("llmp: simulating a provider with random answers; stop it with Ctrl-C");
            System.out.println(server.baseUrl());
            CountDownLatch stopped = new CountDownLatch(1);
            Interruption.onSignal(stopped::countDown, stopped::countDown);
            stopped.await();
            return ExitCode.OK;
        }
    }

    private Map<String, String> allSettings() {
        Map<String, String> all = new LinkedHashMap<>(settings);
        put(all, "latency", latency);
        put(all, "latency-sigma", latencySigma);
        put(all, "latency-per-token", latencyPerToken);
        put(all, "rpm", rpm);
        put(all, "tpm", tpm);
        put(all, "input-tpm", inputTpm);
        put(all, "output-tpm", outputTpm);
        put(all, "rpd", rpd);
        put(all, "concurrency", concurrency);
        put(all, "seed", seed);
        put(all, "faults.error", errorRate);
        faults.forEach((fault, share) -> put(all, "faults." + known(fault), share));
        putChanges(all);
        return all;
    }

    private static String known(String fault) {
        List<String> known = Stream.of(SimulatorFault.values())
                .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        if (!known.contains(fault)) {
            throw ProblemException.invalid(
                    "Unknown fault '" + fault + "' in --fault.", "Use one of " + String.join(", ", known) + ".");
        }
        return fault;
    }

    private void putChanges(Map<String, String> all) {
        TreeSet<String> times = new TreeSet<>(rpmAfter.keySet());
        times.addAll(tpmAfter.keySet());
        int index = 0;
        for (String after : times) {
            String change = "changes[" + index++ + "].";
            put(all, change + "after", after);
            put(all, change + "rpm", rpmAfter.get(after));
            put(all, change + "tpm", tpmAfter.get(after));
        }
    }

    private static void put(Map<String, String> all, String key, @Nullable String value) {
        if (value != null) {
            all.put("llmp.simulator." + key, value);
        }
    }
}
