package io.llmp.batch.cli.context;

import io.llmp.batch.cli.terminal.Figures;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what a value must be, by the type it is for; never in the words of the library that refused it. */
final class WrongValue {

    private static final Map<Class<?>, String> WANTED = Map.ofEntries(
            Map.entry(BigDecimal.class, "US dollars such as 5 or 0.50, without the $"),
            Map.entry(Charset.class, "an encoding such as UTF-8 or windows-1252"),
            Map.entry(char.class, "one character such as ';'"),
            Map.entry(Character.class, "one character such as ';'"),
            Map.entry(URI.class, "an address such as http://localhost:8000/v1"),
            Map.entry(Path.class, "a path"),
            Map.entry(Duration.class, "a time such as 200ms, 30s or 2h"),
            Map.entry(Map.class, "KEY=VALUE"),
            Map.entry(boolean.class, "true or false"),
            Map.entry(Boolean.class, "true or false"),
            Map.entry(double.class, "a number such as 0.5"),
            Map.entry(Double.class, "a number such as 0.5"),
            Map.entry(LocalDate.class, "a date such as 2026-03-01"));

    private WrongValue() {}

    /** Returns, as a sentence, what {@code name} needs instead of {@code value}. */
    static String ofOption(String name, Object value, Class<?> type) {
        return sentence(name, value, type, '_');
    }

    /** Returns the same of a configuration key, whose words are written with dashes. */
    static String ofKey(String name, Object value, Class<?> type) {
        return sentence(name, value, type, '-');
    }

    private static String sentence(String name, Object value, Class<?> type, char dash) {
        if (type.isEnum()) {
            return "Unknown value '" + value + "' for " + name + ". Use " + constants(type, dash) + ".";
        }
        String wanted = isInteger(type) ? "a whole number" + range(type, String.valueOf(value)) : WANTED.get(type);
        return wanted == null
                ? name + " cannot be '" + value + "'."
                : name + " needs " + wanted + "; '" + value + "' is not one.";
    }

    private static boolean isInteger(Class<?> type) {
        return type == int.class || type == Integer.class || type == long.class || type == Long.class;
    }

    private static String range(Class<?> type, String value) {
        boolean tooLarge = value.strip().matches("-?[0-9]{10,}") && (type == int.class || type == Integer.class);
        return tooLarge ? " of at most " + Figures.count(Integer.MAX_VALUE) : "";
    }

    private static String constants(Class<?> type, char dash) {
        String all = Arrays.stream(type.getEnumConstants())
                .map(constant ->
                        ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', dash))
                .collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        return last < 0 ? all : all.substring(0, last) + " or " + all.substring(last + 2);
    }
}
