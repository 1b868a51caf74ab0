package io.llmp.batch.llm.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Counts and times as providers put them into headers. What cannot be read is null, never a failure. */
final class HeaderTimes {

    /** A longer wait is no wait of a limit, but a date that was taken for one. */
    private static final Duration LONGEST = Duration.ofDays(31);

    /** As Go prints durations, which is how OpenAI writes resets: {@code 6ms}, {@code 1m3.5s}, {@code 1h0m0s}. */
    private static final Pattern GO = Pattern.compile("(?:[0-9]{1,9}(?:\\.[0-9]{1,9})?(?:ns|us|µs|ms|h|m|s))+");

    private static final Pattern GO_PART = Pattern.compile("([0-9.]+)(ns|us|µs|ms|h|m|s)");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(?:\\.[0-9]{1,15})?");

    private HeaderTimes() {}

    /** Reads a count of calls or tokens; by a negative one, servers without a limit say that there is none. */
    static @Nullable Long count(@Nullable String text) {
        return text != null
                        && NUMBER.matcher(text.strip()).matches()
                        && !text.strip().startsWith("-")
                ? (Long) (long) Double.parseDouble(text.strip())
                : null;
    }

    /** Reads a number of milliseconds. */
    static @Nullable Duration millis(@Nullable String text) {
        return text != null && NUMBER.matcher(text.strip()).matches() ? span(text.strip(), 1e6) : null;
    }

    /** Reads a span ({@code 20}, {@code 0.5}, {@code 1m3s}) or a time (RFC 3339, HTTP date) as the span from {@code now} on. */
    static @Nullable Duration fromNow(@Nullable String text, Instant now) {
        if (text == null) {
            return null;
        }
        String value = text.strip();
        if (NUMBER.matcher(value).matches()) {
            return span(value, 1e9);
        }
        if (GO.matcher(value).matches()) {
            return go(value);
        }
        Instant then = time(value);
        return then == null ? null : until(then, now);
    }

    /** Returns the span from {@code now} to {@code then}, 0 when that is over. */
    static @Nullable Duration until(Instant then, Instant now) {
        return bounded(Duration.between(now, then));
    }

    private static @Nullable Duration go(String value) {
        double nanos = 0;
        for (Matcher part = GO_PART.matcher(value); part.find(); ) {
            nanos += Double.parseDouble(part.group(1)) * nanos(part.group(2));
        }
        return bounded(Duration.ofNanos((long) nanos));
    }

    private static double nanos(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            default -> 3600e9;
        };
    }

    private static @Nullable Duration span(String number, double nanosPerUnit) {
        return bounded(Duration.ofNanos((long) (Double.parseDouble(number) * nanosPerUnit)));
    }

    private static @Nullable Instant time(String value) {
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException e) {
            return httpDate(value);
        }
    }

    private static @Nullable Instant httpDate(String value) {
        try {
            return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    static @Nullable Duration bounded(Duration span) {
        if (span.isNegative()) {
            return Duration.ZERO;
        }
        return span.compareTo(LONGEST) > 0 ? null : span;
    }
}
