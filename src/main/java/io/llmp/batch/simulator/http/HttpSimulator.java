package io.llmp.batch.simulator.http;

import io.llmp.batch.simulator.Simulator;
import io.llmp.batch.simulator.SimulatorSettings;
import io.llmp.batch.simulator.limit.RateLimits;
import io.llmp.batch.simulator.model.RequestCounts;
import io.llmp.batch.simulator.model.SimulatedModel;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Starts simulated providers over HTTP/1.1. */
public final class HttpSimulator implements Simulator {

    private final InstantSource clock;
    private final LongSupplier nanoTime;

    /**
     * @param clock dates the answers
     * @param nanoTime spans of time, for the limits and the statistics
     */
    public HttpSimulator(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public Server start(int port, SimulatorSettings settings) {
        RequestCounts counts = new RequestCounts();
        RateLimits limits = new RateLimits(settings);
        SimulatedModel model = new SimulatedModel(settings, counts, limits, clock, nanoTime);
        Tally tally = new Tally(counts, limits, nanoTime);
        Routes routes = new Routes(model, tally, new Control(limits, nanoTime), settings.apiKey());
        return HttpServer.start(port, routes, tally, settings.slowBody());
    }
}
