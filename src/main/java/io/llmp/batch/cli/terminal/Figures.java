package io.llmp.batch.cli.terminal;

import io.llmp.batch.llm.Usage;
import java.util.Locale;

/** Formats numbers for display, with thousands separators. */
public final class Figures {

    private Figures() {}

    /** For instance {@code 1,680,937}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** For instance {@code 1,680,937 in + 43,807 out}. */
    public static String tokens(Usage usage) {
        return count(usage.promptTokens()) + " in + " + count(usage.completionTokens()) + " out";
    }

    /** For instance {@code 1 row} or {@code 2,000 rows}. */
    public static String rows(long number) {
        return count(number) + (number == 1 ? " row" : " rows");
    }
}
