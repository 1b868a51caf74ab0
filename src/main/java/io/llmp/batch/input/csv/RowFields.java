package io.llmp.batch.input.csv;

import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a row with quotes that break the rules, as {@link QuoteGrammar} has them: a quote inside a field that does not
 * begin with one is a character like any other, and so is what follows a closing quote.
 */
final class RowFields {

    private final String row;
    private final char delimiter;
    private int at;

    private RowFields(String row, char delimiter) {
        this.row = row;
        this.delimiter = delimiter;
    }

    static String[] of(String row, char delimiter) {
        RowFields fields = new RowFields(row, delimiter);
        List<String> values = new ArrayList<>();
        do {
            values.add(fields.next());
        } while (fields.at++ < row.length());
        return values.toArray(String[]::new);
    }

    /** Takes a field; stands before the delimiter after it then, or at the row's end. */
    private String next() {
        StringBuilder value = new StringBuilder();
        if (isQuote()) {
            takeQuoted(value);
        }
        int end = row.indexOf(delimiter, at);
        end = end < 0 ? row.length() : end;
        value.append(row, at, end);
        at = end;
        return value.toString();
    }

    private void takeQuoted(StringBuilder value) {
        at++;
        while (at < row.length()) {
            if (!isQuote()) {
                value.append(row.charAt(at++));
                continue;
            }
            at++;
            if (!isQuote()) {
                return;
            }
            value.append(QuoteGrammar.QUOTE);
            at++;
        }
    }

    private boolean isQuote() {
        return at < row.length() && row.charAt(at) == QuoteGrammar.QUOTE;
    }
}
