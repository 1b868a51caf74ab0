package io.llmp.batch.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of text under headings, each column as wide as its widest cell. */
final class Table {

    private static final int CELL_LIMIT = 60;

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a row; line breaks in its cells become spaces, and long cells are cut. */
    Table row(String... cells) {
        rows.add(Arrays.stream(cells).map(Table::oneLine).toList());
        return this;
    }

    private static String oneLine(String cell) {
        String line = cell.replaceAll("\\s+", " ").strip();
        return line.length() > CELL_LIMIT ? line.substring(0, CELL_LIMIT - 1) + "…" : line;
    }

    void print(PrintWriter out) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            out.println(line(row, widths));
        }
    }

    private static String line(List<String> row, int[] widths) {
        List<String> padded = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            padded.add(row.get(i) + " ".repeat(widths[i] - row.get(i).length()));
        }
        return padded.stream().collect(Collectors.joining("  ")).stripTrailing();
    }
}
