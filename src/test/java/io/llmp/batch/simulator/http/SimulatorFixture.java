package io.llmp.batch.simulator.http;

import io.llmp.batch.simulator.Simulator;
import io.llmp.batch.simulator.SimulatorSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.NullMarked;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Simulated providers for tests, these and others'. */
@NullMarked
public final class SimulatorFixture {

    /** When all answers of {@link #start} are dated. */
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private SimulatorFixture() {}

    /** Returns the defaults without latency, changed by settings such as {@code "faults.error=0.1"}. */
    public static SimulatorSettings settings(String... settings) {
        Map<String, String> values = new HashMap<>(Map.of("llmp.simulator.latency", "0ms"));
        Arrays.stream(settings).map(setting -> setting.split("=", 2)).forEach(setting -> {
            values.put("llmp.simulator." + setting[0], setting[1]);
        });
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("llmp.simulator", SimulatorSettings.class);
    }

    /** Starts a server on a free port. */
    public static Simulator.Server start(String... settings) {
        return start(System::nanoTime, settings);
    }

    static Simulator.Server start(LongSupplier nanoTime, String... settings) {
        return new HttpSimulator(InstantSource.fixed(NOW), nanoTime).start(0, settings(settings));
    }
}
