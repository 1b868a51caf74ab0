package io.llmp.batch.report.html;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.LongStream;

/** Times on an axis. */
final class Spans {

    private static final int MOST_MARKS = 9;

    /** Milliseconds that people count in, up to a day. */
    private static final long[] ROUND = {
        50,
        100,
        200,
        500,
        1_000,
        2_000,
        5_000,
        10_000,
        15_000,
        30_000,
        60_000,
        120_000,
        300_000,
        600_000,
        900_000,
        1_800_000,
        3_600_000,
        7_200_000,
        10_800_000,
        21_600_000,
        43_200_000,
        86_400_000
    };

    private Spans() {}

    /** Returns the distance of marks on an axis of {@code total} milliseconds. */
    static long step(long total) {
        long day = ROUND[ROUND.length - 1];
        return LongStream.of(ROUND)
                .filter(step -> total / step < MOST_MARKS)
                .findFirst()
                .orElse(day * (total / day / MOST_MARKS + 1));
    }

    /** {@code 1.5 s}, {@code 2:30 min}, {@code 1:05 h}. */
    static String text(long millis) {
        Duration span = Duration.ofMillis(millis);
        if (millis == 0) {
            return "0";
        }
        if (span.toMinutes() < 1) {
            return millis % 1000 == 0
                    ? millis / 1000 + " s"
                    : String.format(Locale.ROOT, millis % 100 == 0 ? "%.1f s" : "%.2f s", millis / 1000.0);
        }
        return span.toHours() < 1
                ? String.format(Locale.ROOT, "%d:%02d min", span.toMinutes(), span.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d h", span.toHours(), span.toMinutesPart());
    }
}
