package io.llmp.batch.cli.terminal;

import io.llmp.batch.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A moment in the past as users name it: by its distance from now, by a date, or by a time. */
public final class Moment {

    private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})([smhd])");

    private Moment() {}

    /**
     * Returns the moment that {@code text} means.
     *
     * @param option what the text was given for
     * @throws ProblemException when the text is no moment
     */
    public static Instant parse(String option, String text, InstantSource clock, ZoneId zone) {
        Matcher span = SPAN.matcher(text);
        try {
            if (span.matches()) {
                return clock.instant()
                        .minus(Duration.ofSeconds(
                                Math.multiplyExact(Long.parseLong(span.group(1)), seconds(span.group(2)))));
            }
            if (text.endsWith("Z")) {
                return Instant.parse(text);
            }
            return text.contains("T")
                    ? LocalDateTime.parse(text).atZone(zone).toInstant()
                    : LocalDate.parse(text).atStartOfDay(zone).toInstant();
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw ProblemException.invalid(
                    "Cannot read '" + text + "' as a time for " + option + ".",
                    "Use 36h, 7d, 2026-03-01 or 2026-03-01T09:30.",
                    e);
        }
    }

    private static long seconds(String unit) {
        return switch (unit) {
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3_600;
            default -> 86_400;
        };
    }
}
