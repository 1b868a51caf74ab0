package io.llmp.batch.llm.simulator;

import io.llmp.batch.llm.SimulatorSettings;
import java.util.Locale;

/** What becomes of a request that is let through. */
enum Fate {
    ERROR,
    THROTTLE,
    RESET,
    HANG,
    INVALID,
    REFUSAL,
    CONTENT_FILTER,
    TRUNCATED,
    ANSWER;

    private static final Fate[] FATES = values();

    private final String marker = "[[simulate:" + name().toLowerCase(Locale.ROOT) + "]]";

    /** The fate that a marker in one of the user's turns demands, or else one drawn at the set rates. */
    static Fate of(ChatRequest request, SimulatorSettings settings, Draw draw) {
        for (Turn turn : request.turns()) {
            if (turn.isUser() && turn.text().contains("[[simulate:")) {
                for (Fate fate : FATES) {
                    if (turn.text().contains(fate.marker)) {
                        return fate;
                    }
                }
            }
        }
        return drawn(settings, draw.uniform());
    }

    private static Fate drawn(SimulatorSettings settings, double uniform) {
        double upTo = 0;
        for (Fate fate : FATES) {
            upTo += fate.rate(settings);
            if (uniform < upTo) {
                return fate;
            }
        }
        return ANSWER;
    }

    private double rate(SimulatorSettings settings) {
        return switch (this) {
            case ERROR -> settings.errorRate();
            case THROTTLE -> settings.throttleRate();
            case RESET -> settings.resetRate();
            case HANG -> settings.hangRate();
            case INVALID -> settings.invalidRate();
            case REFUSAL -> settings.refusalRate();
            case CONTENT_FILTER, TRUNCATED, ANSWER -> 0;
        };
    }

    /** Whether the fate is a reply with status 200, which is billed. */
    boolean isAnswer() {
        return switch (this) {
            case INVALID, REFUSAL, CONTENT_FILTER, TRUNCATED, ANSWER -> true;
            case ERROR, THROTTLE, RESET, HANG -> false;
        };
    }
}
