package io.llmp.batch.simulator.model;

import io.llmp.batch.simulator.SimulatorFault;
import io.llmp.batch.simulator.request.ChatRequest;
import io.llmp.batch.simulator.request.Draw;
import io.llmp.batch.simulator.request.Turn;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides which fault a request meets, if any. Safe for use by many threads. */
public final class Faults {

    private static final String MARK = "[[simulate:";

    private final Map<SimulatorFault, Double> shares;
    private final Map<String, SimulatorFault> marks;

    Faults(Map<SimulatorFault, Double> shares) {
        // In the order of the constants, so that a draw means the same in every process.
        EnumMap<SimulatorFault, Double> ordered = new EnumMap<>(SimulatorFault.class);
        ordered.putAll(shares);
        this.shares = ordered;
        marks = new LinkedHashMap<>();
        for (SimulatorFault fault : SimulatorFault.values()) {
            marks.put(MARK + fault.name().toLowerCase(Locale.ROOT) + "]]", fault);
        }
    }

    /** Returns the fault that a mark in one of the user's turns demands, or else one drawn at the set shares. */
    @Nullable
    SimulatorFault of(ChatRequest request, Draw draw) {
        double uniform = draw.uniform();
        for (Turn turn : request.turns()) {
            SimulatorFault marked = turn.isUser() ? marked(turn.text()) : null;
            if (marked != null) {
                return marked;
            }
        }
        double upTo = 0;
        for (Map.Entry<SimulatorFault, Double> share : shares.entrySet()) {
            upTo += share.getValue();
            if (uniform < upTo) {
                return share.getKey();
            }
        }
        return null;
    }

    private @Nullable SimulatorFault marked(String text) {
        if (text.contains(MARK)) {
            for (Map.Entry<String, SimulatorFault> mark : marks.entrySet()) {
                if (text.contains(mark.getKey())) {
                    return mark.getValue();
                }
            }
        }
        return null;
    }
}
