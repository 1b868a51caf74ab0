package io.llmp.batch.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/** Spans of time in words. */
public final class Durations {

    private Durations() {}

    /** For instance {@code 0.4 s}, {@code 3 min 5 s} or {@code 2 h 10 min}. */
    public static String text(Duration span) {
        if (span.toMinutes() < 1) {
            return String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0);
        }
        return span.toHours() < 1
                ? span.toMinutes() + " min " + span.toSecondsPart() + " s"
                : span.toHours() + " h " + span.toMinutesPart() + " min";
    }
}
