package io.llmp.batch.export.csv;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What values look like in a field of a CSV file. */
final class CsvField {

    /** Beyond so many zeros, a number written without an exponent helps nobody and could fill the memory. */
    private static final int MOST_ZEROS = 40;

    private static final JsonMapper JSON = new JsonMapper();

    private CsvField() {}

    /**
     * Returns text as it is, a number in digits and exact, true and false as such, nothing for null, and an object or an
     * array as JSON on one line.
     */
    static String of(@Nullable JsonNode value) {
        if (value == null || value.isNull() || value.isMissingNode()) {
            return "";
        }
        if (value.isContainer()) {
            return JSON.writeValueAsString(value);
        }
        return value.isFloatingPointNumber() ? digits(value.asString()) : value.asString();
    }

    private static String digits(String number) {
        // NaN and the infinities have no digits. Parquet columns can hold them.
        if (number.endsWith("N") || number.endsWith("y")) {
            return number;
        }
        BigDecimal exact = new BigDecimal(number);
        if (exact.signum() == 0 && number.startsWith("-")) {
            return number;
        }
        boolean readable = Math.abs((long) exact.scale()) <= MOST_ZEROS;
        return readable ? exact.toPlainString() : number;
    }

    /** Returns the text as a field: in quotes when it would otherwise be read as something else, or trimmed. */
    static String quoted(String text) {
        return needsQuotes(text) ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static boolean needsQuotes(String text) {
        if (text.isEmpty()) {
            return false;
        }
        return isBlank(text.charAt(0))
                || isBlank(text.charAt(text.length() - 1))
                || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
