package io.llmp.batch.export.csv;

import java.util.regex.Pattern;

/**
 * Keeps spreadsheets from running a cell as a formula (OWASP, "CSV Injection"): a text that begins like one gets an
 * apostrophe before it, which spreadsheets show as text. Numbers are left as they are.
 */
final class FormulaGuard {

    /** The full-width signs count too where a spreadsheet works in an East Asian language. */
    private static final String BEGINNINGS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]*\\.?[0-9]+(?:[eE][+-]?[0-9]+)?");

    private FormulaGuard() {}

    static String guarded(String text) {
        boolean formula = !text.isEmpty()
                && BEGINNINGS.indexOf(text.charAt(0)) >= 0
                && !NUMBER.matcher(text).matches();
        return formula ? "'" + text : text;
    }
}
