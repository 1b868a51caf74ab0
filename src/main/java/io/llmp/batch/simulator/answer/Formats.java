package io.llmp.batch.simulator.answer;

import io.llmp.batch.simulator.request.Draw;
import java.time.LocalDate;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts for the usual values of {@code format}. */
final class Formats {

    private static final Pattern EMAIL =
            Pattern.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}");
    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 1);

    private Formats() {}

    /** Returns a text of the format, or null for a format that is not known. */
    static @Nullable String make(String format, Source source) {
        Draw draw = source.draw();
        return switch (format) {
            case "date" -> day(draw);
            case "date-time" -> day(draw) + "T" + time(draw);
            case "time" -> time(draw);
            case "duration" -> "P" + (1 + draw.below(30)) + "D";
            case "email", "idn-email" -> email(source);
            case "uuid" ->
                new UUID((draw.next() & ~0xF000L) | 0x4000L, (draw.next() >>> 2) | Long.MIN_VALUE).toString();
            case "uri", "iri", "uri-reference", "iri-reference" -> "https://example.com/" + draw.below(10_000);
            case "hostname", "idn-hostname" -> "host" + draw.below(1_000) + ".example.com";
            case "ipv4" -> "192.0.2." + draw.below(256);
            case "ipv6" -> "2001:db8::" + (1 + draw.below(9_999));
            default -> null;
        };
    }

    private static String day(Draw draw) {
        return FIRST_DAY.plusDays(draw.below(730)).toString();
    }

    private static String time(Draw draw) {
        return String.format("%02d:%02d:00Z", draw.below(24), draw.below(60));
    }

    private static String email(Source source) {
        Matcher matcher = EMAIL.matcher(source.reading().text());
        return matcher.find() ? matcher.group() : "person" + source.draw().below(1_000) + "@example.com";
    }
}
