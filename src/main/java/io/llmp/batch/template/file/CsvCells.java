package io.llmp.batch.template.file;

import io.llmp.batch.template.file.TemplateProblems.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a CSV text (RFC 4180, commas) into cells that remember where they stand. Strict: a quote that could be read in more
 * than one way is refused. Lines without any character are no rows.
 */
final class CsvCells {

    /** The text between two separators, without the quotes around it. */
    record Cell(String text, Position position) {}

    private final String text;
    private final TemplateProblems problems;
    private int at;
    private int line = 1;
    private int lineStart;

    private CsvCells(String text, TemplateProblems problems) {
        this.text = text;
        this.problems = problems;
    }

    /** Returns the rows, each of at least one cell, or null after noting where the quotes are wrong. */
    static @Nullable List<List<Cell>> rows(String text, TemplateProblems problems) {
        CsvCells reader = new CsvCells(text, problems);
        List<List<Cell>> rows = new ArrayList<>();
        while (reader.at < text.length()) {
            if (reader.endOfLine()) {
                continue;
            }
            List<Cell> row = reader.row();
            if (row == null) {
                return null;
            }
            rows.add(row);
        }
        return rows;
    }

    private @Nullable List<Cell> row() {
        List<Cell> row = new ArrayList<>();
        do {
            Position position = position();
            String value = peek() == '"' ? quoted(position) : plain();
            if (value == null) {
                return null;
            }
            row.add(new Cell(value, position));
        } while (separator());
        return row;
    }

    private boolean separator() {
        if (peek() == ',') {
            at++;
            return true;
        }
        endOfLine();
        return false;
    }

    private @Nullable String plain() {
        int start = at;
        while (at < text.length() && ",\r\n".indexOf(peek()) < 0) {
            if (peek() == '"') {
                return refuse(
                        position(),
                        "There is a quote inside a field that does not start with one.",
                        "Put the whole field in quotes, and write a quote inside it as two (\"\").");
            }
            at++;
        }
        return text.substring(start, at);
    }

    private @Nullable String quoted(Position opened) {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"' && peek() != '"') {
                return at == text.length() || ",\r\n".indexOf(peek()) >= 0
                        ? value.toString()
                        : refuse(position(), "Text follows a closing quote.", "Write a quote inside a field as two.");
            }
            if (c == '"') {
                at++;
            } else if (c == '\n' || (c == '\r' && peek() != '\n')) {
                newLine();
            }
            value.append(c);
        }
        return refuse(opened, "The quoted field that starts here is never closed.", "Close it with a quote.");
    }

    /** Goes over the end of a line, if it is here. */
    private boolean endOfLine() {
        int before = at;
        if (peek() == '\r') {
            at++;
        }
        if (peek() == '\n') {
            at++;
        }
        if (at > before) {
            newLine();
        }
        return at > before;
    }

    private void newLine() {
        line++;
        lineStart = at;
    }

    /** The character here; at the end one that stands for nothing. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private Position position() {
        return new Position(line, text.codePointCount(lineStart, at) + 1);
    }

    private @Nullable String refuse(Position position, String problem, String remedy) {
        problems.add(position, problem, remedy);
        return null;
    }
}
