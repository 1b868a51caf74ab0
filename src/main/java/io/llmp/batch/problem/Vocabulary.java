package io.llmp.batch.problem;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts the settings and operations that messages name into the words of those who read them: options and commands for a
 * command line, fields for a service. Messages are kept as they were made, with each name between single angle quotation
 * marks, so that whoever shows one later words it for its own readers. Safe for use by many threads.
 */
public interface Vocabulary {

    /** Leaves messages as they are: the names of settings and operations between their marks. */
    Vocabulary PLAIN = new Vocabulary() {
        @Override
        public String setting(Setting setting, String value) {
            return value.isEmpty() ? setting.toString() : setting.to(value);
        }

        @Override
        public String operation(Operation operation, String object) {
            return object.isEmpty() ? operation.toString() : operation.on(object);
        }
    };

    /**
     * Returns the words for {@code setting}.
     *
     * @param value what to set it to; empty when the message names the setting alone
     */
    String setting(Setting setting, String value);

    /**
     * Returns the words for {@code operation}.
     *
     * @param object the run or template to act on; empty when the message names none
     */
    String operation(Operation operation, String object);

    /** Returns {@code message} in this vocabulary. Marks around anything else stay as they are. */
    default String worded(String message) {
        return Marks.PATTERN.matcher(message).replaceAll(mark -> Matcher.quoteReplacement(word(mark)));
    }

    private String word(MatchResult mark) {
        String rest = mark.group(2) == null ? "" : mark.group(2);
        Setting setting = Marks.SETTINGS.get(mark.group(1));
        if (setting != null) {
            return setting(setting, rest);
        }
        Operation operation = Marks.OPERATIONS.get(mark.group(1));
        return operation == null ? mark.group() : operation(operation, rest);
    }

    /** Returns {@code name} between the marks by which it is found again. */
    static String mark(String name) {
        return Marks.BEGIN + name + Marks.END;
    }

    /** How names are found in messages. */
    final class Marks {

        private static final String BEGIN = "\u2039";
        private static final String END = "\u203a";
        private static final Pattern PATTERN = Pattern.compile(BEGIN + "([a-z-]+)(?: ([^" + END + "]*))?" + END);
        private static final Map<String, Setting> SETTINGS = byKey(Setting.values(), Setting::key);
        private static final Map<String, Operation> OPERATIONS = byKey(Operation.values(), Operation::key);

        private Marks() {}

        private static <T> Map<String, T> byKey(T[] values, Function<T, String> key) {
            return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(key, Function.identity()));
        }
    }
}
