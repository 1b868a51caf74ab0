package io.llmp.batch.run.prepare;

import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.Protocols;
import io.llmp.batch.llm.Providers;
import io.llmp.batch.llm.ResolvedModel;
import io.llmp.batch.simulator.Simulator;
import io.llmp.batch.simulator.SimulatorSettings;
import java.util.List;

/** The models that can be called, and the simulator that stands in for one. Safe for use by many threads. */
public record Models(
        Providers providers, List<Protocol> protocols, Simulator simulator, SimulatorSettings simulatorSettings) {

    public Models {
        protocols = List.copyOf(protocols);
    }

    /** Returns how the provider of {@code choice} is spoken to. */
    public Protocol protocol(ResolvedModel choice) {
        return Protocols.named(choice.provider().protocol(), protocols);
    }

    /** Starts a simulator of its own for a run or a test, at a port that is free. */
    public Simulator.Server startSimulator() {
        return simulator.start(0, simulatorSettings);
    }
}
