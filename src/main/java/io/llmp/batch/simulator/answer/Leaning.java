package io.llmp.batch.simulator.answer;

import java.util.Collections;
import java.util.Set;

/** Which way a property's value leans, going by the property's name. */
enum Leaning {
    URGENCY("urgency urgent priority severity impact criticality escalate escalation blocking"),
    MOOD("stars rating sentiment satisfaction satisfied score nps mood happy recommend again positive"),
    TROUBLE("issue problem complaint defect trouble negative churn risk"),
    CONFIDENCE("confidence certainty probability likelihood"),
    NONE("");

    private static final Leaning[] LEANINGS = values();

    private final String names;

    Leaning(String names) {
        this.names = names;
    }

    static Leaning of(String property) {
        Set<String> words = WordStems.stemsOfName(property);
        for (Leaning leaning : LEANINGS) {
            if (!Collections.disjoint(WordStems.stems(leaning.names), words)) {
                return leaning;
            }
        }
        return NONE;
    }

    /** A place between lowest (0) and highest (1). */
    double position(Source source) {
        double chance = source.draw().uniform();
        return switch (this) {
            case URGENCY -> Math.min(1, 0.55 * chance + 0.3 * Hints.URGENT.in(source.reading()));
            case MOOD -> clamp(0.5 + 0.2 * balance(source) + 0.2 * (chance - 0.5));
            case TROUBLE -> clamp(0.4 - 0.2 * balance(source) + 0.2 * (chance - 0.5));
            case CONFIDENCE -> 0.6 + 0.38 * chance;
            case NONE -> chance;
        };
    }

    /** Praise less complaint. */
    static int balance(Source source) {
        return Hints.POSITIVE.in(source.reading()) - Hints.NEGATIVE.in(source.reading());
    }

    private static double clamp(double position) {
        return Math.max(0, Math.min(1, position));
    }
}
