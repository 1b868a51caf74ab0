package io.llmp.batch.cli;

import io.llmp.batch.llm.Simulator;
import io.llmp.batch.llm.SimulatorSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code llmp simulate}. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Serves a simulated provider on the loopback address until it is stopped.",
            "",
            "It speaks OpenAI's chat completions and makes up its answers; GET /stats tells what it served."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  llmp simulate --port 8089 --latency 200ms --rpm 600 &",
            "  llmp run ticket-triage --provider simulator --base-url http://127.0.0.1:8089/v1 ...",
        })
final class SimulateCommand implements Callable<Integer> {

    @Option(names = "--port", paramLabel = "P", description = "The port (default: any free one).")
    int port;

    @Option(names = "--latency", paramLabel = "D", description = "Median time to an answer, such as 200ms.")
    @Nullable
    String latency;

    @Option(names = "--latency-sigma", paramLabel = "S", description = "Spread of the log-normal latency; 0 is fixed.")
    @Nullable
    String latencySigma;

    @Option(names = "--rpm", paramLabel = "N", description = "Requests a minute that are let through.")
    @Nullable
    String rpm;

    @Option(names = "--tpm", paramLabel = "N", description = "Tokens a minute that are let through.")
    @Nullable
    String tpm;

    @Option(names = "--error-rate", paramLabel = "R", description = "Share of requests answered with a 500, 0 to 1.")
    @Nullable
    String errorRate;

    @Option(names = "--seed", paramLabel = "N", description = "Makes another world of answers and faults.")
    @Nullable
    String seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any other llmp.simulator key, such as llmp.simulator.hang-rate=0.01.")
    Map<String, String> settings = new LinkedHashMap<>();

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> all = new LinkedHashMap<>(settings);
        put(all, "latency", latency);
        put(all, "latency-sigma", latencySigma);
        put(all, "rpm", rpm);
        put(all, "tpm", tpm);
        put(all, "error-rate", errorRate);
        put(all, "seed", seed);
        try (Application application = Application.forSimulating(all);
                Simulator.Server server =
                        application.part(Simulator.class).start(port, application.part(SimulatorSettings.class))) {
            Terminal.err().println("llmp: simulating a provider; its answers are made up; stop it with Ctrl-C");
            System.out.println(server.baseUrl());
            CountDownLatch stopped = new CountDownLatch(1);
            Interruption.onSignal(stopped::countDown, stopped::countDown);
            stopped.await();
            return ExitCode.OK;
        }
    }

    private static void put(Map<String, String> all, String key, @Nullable String value) {
        if (value != null) {
            all.put("llmp.simulator." + key, value);
        }
    }
}
