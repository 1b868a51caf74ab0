package io.llmp.batch.input.csv;

import org.jspecify.annotations.Nullable;

/**
 * Follows the quotes of a row, character by character. A quote opens a quoted field only where a field begins; in there a
 * doubled quote is one, and anything else is text. What a quote in any other place does is said in {@link QuoteFault}.
 */
final class QuoteGrammar {

    static final char QUOTE = '"';

    private enum State {
        FIELD_START,
        UNQUOTED,
        QUOTED,
        CLOSED,
        AFTER_CLOSED
    }

    private final char delimiter;
    private State state = State.FIELD_START;
    private int field;
    private boolean evenQuotes = true;
    private QuoteFault.@Nullable Kind fault;

    QuoteGrammar(char delimiter) {
        this.delimiter = delimiter;
    }

    /** Begins a row. */
    void begin() {
        state = State.FIELD_START;
        field = 0;
        evenQuotes = true;
        fault = null;
    }

    /** Whether {@code c} would open a quoted field. */
    boolean opensField(char c) {
        return c == QUOTE && state == State.FIELD_START;
    }

    /** Takes any character of the row; one that ends a line, only inside quotes. */
    void step(char c) {
        if (c == QUOTE) {
            stepQuote();
        } else if (c == delimiter && state != State.QUOTED) {
            state = State.FIELD_START;
            field++;
        } else if (state == State.FIELD_START) {
            state = State.UNQUOTED;
        } else if (state == State.CLOSED) {
            state = State.AFTER_CLOSED;
            fault = QuoteFault.Kind.TEXT_AFTER_QUOTE;
        }
    }

    private void stepQuote() {
        // The other reading of a row with text after a quote: every quote in it opens or closes.
        if (state != State.UNQUOTED || fault == QuoteFault.Kind.TEXT_AFTER_QUOTE) {
            evenQuotes = !evenQuotes;
        }
        if (state == State.UNQUOTED && fault == null) {
            fault = QuoteFault.Kind.QUOTE_IN_FIELD;
        } else if (state == State.FIELD_START || state == State.CLOSED) {
            state = State.QUOTED;
        } else if (state == State.QUOTED) {
            state = State.CLOSED;
        }
    }

    /** Whether a line end here would end the row; not to be relied on when {@link #isInDoubt}. */
    boolean isOutsideQuotes() {
        return state != State.QUOTED;
    }

    /** Whether the two readings of a row with text after a quote disagree on {@link #isOutsideQuotes}. */
    boolean isInDoubt() {
        return fault == QuoteFault.Kind.TEXT_AFTER_QUOTE && isOutsideQuotes() != evenQuotes;
    }

    /** 0-based number of the field at hand. */
    int field() {
        return field;
    }

    /** What is wrong with the row so far: text after a quote, else a quote inside a field, else null. */
    QuoteFault.@Nullable Kind fault() {
        return fault;
    }
}
