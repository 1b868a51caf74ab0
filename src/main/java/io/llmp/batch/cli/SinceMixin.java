package io.llmp.batch.cli;

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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From when on to look back. */
final class SinceMixin {

    private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})([smhd])");

    @Option(
            names = "--since",
            paramLabel = "T",
            description = "Only from then on: a span such as 36h or 7d, a date, or a time such as 2026-03-01T09:30.")
    @Nullable
    String since;

    /**
     * Returns the moment that is meant, or null when none is.
     *
     * @throws ProblemException when the text is no moment
     */
    @Nullable
    Instant moment(InstantSource clock, ZoneId zone) {
        if (since == null) {
            return null;
        }
        Matcher span = SPAN.matcher(since);
        try {
            if (span.matches()) {
                return clock.instant()
                        .minus(Duration.ofSeconds(Long.parseLong(span.group(1)) * seconds(span.group(2))));
            }
            if (since.endsWith("Z")) {
                return Instant.parse(since);
            }
            return since.contains("T")
                    ? LocalDateTime.parse(since).atZone(zone).toInstant()
                    : LocalDate.parse(since).atStartOfDay(zone).toInstant();
        } catch (DateTimeException e) {
            throw ProblemException.invalid(
                    "'" + since + "' is no time to look back to.",
                    "Give --since a span such as 30m, 36h or 7d, a date such as 2026-03-01, or a time such as"
                            + " 2026-03-01T09:30.",
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
