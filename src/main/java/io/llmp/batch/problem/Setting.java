package io.llmp.batch.problem;

import java.util.Locale;

/**
 * What a user can set for one command or request. A message names a setting by what it is ({@code "Give " + OUTPUT + "
 * another path."}); a {@link Vocabulary} puts it into the words of those who read the message.
 */
public enum Setting {
    INPUT,
    INPUT_FORMAT,
    OUTPUT,
    OUTPUT_FORMAT,
    REPORT_FORMAT,
    CHARSET,
    DELIMITER,
    EMPTY,
    OVERWRITE,
    MKDIR,
    PROVIDER,
    MODEL,
    BASE_URL,
    ALLOW_HTTP,
    CONCURRENCY,
    MAX_COST,
    MAX_SKIPS,
    RUN_KEY,
    RERUN,
    METRICS_PORT;

    /** Returns this setting as a message names it. */
    @Override
    public String toString() {
        return Vocabulary.mark(key());
    }

    /** Returns this setting with {@code value}, as a message names it. */
    public String to(Object value) {
        return Vocabulary.mark(key() + " " + value);
    }

    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
