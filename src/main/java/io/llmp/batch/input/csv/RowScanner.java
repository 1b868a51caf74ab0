package io.llmp.batch.input.csv;

import io.llmp.batch.input.InputOptions;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a file into rows. Outside quotes, a carriage return, a line feed or both in that order end the row; where quotes are,
 * {@link QuoteGrammar} knows.
 *
 * <p>One row's text is in memory at a time, and none after {@link #discardText}.
 */
final class RowScanner implements Closeable {

    /** A row may have this many characters; a quote gone astray must not pull the file into memory. */
    static final int LONGEST_ROW = 8 << 20;

    private static final int KEPT_CAPACITY = 1 << 20;

    private final StrictDecoder in;
    private final Path file;
    private final Charset charset;
    private final QuoteGrammar grammar;
    private final StringBuilder text = new StringBuilder();
    private boolean keepText = true;
    private long line = 1;
    private long offset;

    private FilePosition start;
    private FilePosition quote;
    private int length;
    private int columns;
    private int columnsEnd;
    private @Nullable QuoteFault fault;

    private RowScanner(StrictDecoder in, Path file, InputOptions options) {
        this.in = in;
        this.file = file;
        this.charset = options.charset();
        this.grammar = new QuoteGrammar(options.delimiter());
        this.offset = in.position();
        this.start = place();
        this.quote = start;
    }

    /** Opens the file at its first character. */
    static RowScanner open(Path file, InputOptions options) throws IOException {
        char delimiter = options.delimiter();
        if (delimiter == QuoteGrammar.QUOTE
                || delimiter == '\n'
                || delimiter == '\r'
                || Character.isSurrogate(delimiter)) {
            throw ProblemException.invalid(
                    "A quote, a line end or half a character cannot be the delimiter.",
                    "Give " + Setting.DELIMITER + " one character, for instance ';'.");
        }
        try {
            return new RowScanner(StrictDecoder.open(file, options.charset()), file, options);
        } catch (StrictDecoder.UndecodableException e) {
            throw CsvProblems.undecodable(new FilePosition(file, 1, e.offset()), options.charset(), e);
        }
    }

    /** Goes to a byte where a row begins. Line numbers are no longer known. */
    void seek(long position) throws IOException {
        in.seek(position);
        line = 0;
    }

    /** Stops keeping the text of rows, for who only wants to know where they are. */
    void discardText() {
        keepText = false;
    }

    /** Goes to the next line that is a row of a file with so many columns: in more than one, an empty line is none. */
    boolean nextRow(int columnCount) throws IOException {
        columns = columnCount;
        boolean found = next();
        while (found && columns > 1 && length == 0) {
            found = next();
        }
        return found;
    }

    /** Goes to the next row, if there is one. */
    boolean next() throws IOException {
        try {
            if (in.peek() < 0) {
                return false;
            }
            begin();
            do {
                offset = in.position();
            } while (!consume(in.read()));
            return true;
        } catch (StrictDecoder.UndecodableException e) {
            throw CsvProblems.undecodable(new FilePosition(file, line, e.offset()), charset, e);
        }
    }

    private void begin() {
        text.setLength(0);
        if (text.capacity() > KEPT_CAPACITY) {
            text.trimToSize();
        }
        grammar.begin();
        offset = in.position();
        start = place();
        length = 0;
        columnsEnd = -1;
        fault = null;
    }

    /** Takes one character, and says whether it ended the row. */
    private boolean consume(int c) throws IOException {
        if (c < 0) {
            if (!isOutsideQuotes()) {
                throw CsvProblems.unterminated(quote);
            }
            return true;
        }
        if (c == '\n' || c == '\r') {
            boolean ends = isOutsideQuotes();
            boolean pair = c == '\r' && in.peek() == '\n';
            if (ends && pair) {
                in.read();
            }
            // The line feed of a pair inside quotes is still to come, and counts.
            line += line > 0 && (ends || !pair) ? 1 : 0;
            if (ends) {
                return true;
            }
        } else {
            step((char) c);
        }
        keep((char) c);
        return false;
    }

    private void step(char c) {
        if (c == '\0') {
            throw CsvProblems.nul(place());
        }
        if (grammar.opensField(c)) {
            quote = place();
        }
        grammar.step(c);
        if (columnsEnd < 0 && columns > 0 && grammar.field() == columns) {
            columnsEnd = length;
        }
        QuoteFault.Kind kind = grammar.fault();
        if (kind != null && (fault == null || fault.kind() != kind)) {
            fault = new QuoteFault(kind, grammar.field(), place());
        }
    }

    private void keep(char c) {
        if (++length > LONGEST_ROW) {
            throw CsvProblems.rowTooLong(start, LONGEST_ROW);
        }
        if (keepText) {
            text.append(c);
        }
    }

    private boolean isOutsideQuotes() {
        if (grammar.isInDoubt() && fault != null) {
            throw CsvProblems.uncertainRow(fault.place());
        }
        return grammar.isOutsideQuotes();
    }

    /** Where the character at hand is. */
    private FilePosition place() {
        return new FilePosition(file, line, in.knowsPosition() ? offset : -1);
    }

    /** Where the row begins. */
    FilePosition start() {
        return start;
    }

    /** Byte after the row and its line end; means nothing unless {@link #knowsPosition}. */
    long position() {
        return in.position();
    }

    /** Whether byte offsets are known, so that reading can start in the middle of the file. */
    boolean knowsPosition() {
        return in.knowsPosition();
    }

    /** The row as it stands in the file, without its line end. */
    String text() {
        return text.toString();
    }

    /** The row up to the end of the last field that has a column. */
    String textOfColumns() {
        return columnsEnd >= 0 ? text.substring(0, columnsEnd) : text();
    }

    int fields() {
        return grammar.field() + 1;
    }

    /** What is wrong with the row's quotes: the first fault, but one that spoils the row before all others. */
    @Nullable
    QuoteFault fault() {
        return fault;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
