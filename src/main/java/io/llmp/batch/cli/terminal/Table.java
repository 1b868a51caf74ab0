package io.llmp.batch.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of text under headings, each column as wide as its widest cell. */
public final class Table {

    private static final int CELL_LIMIT = 40;
    private static final int LAST_CELL_LIMIT = 110;

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a row; line breaks in its cells become spaces, and long cells are cut. */
    public Table row(String... cells) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            row.add(oneLine(cells[i], i == cells.length - 1 ? LAST_CELL_LIMIT : CELL_LIMIT));
        }
        rows.add(row);
        return this;
    }

    private static String oneLine(String cell, int limit) {
        String line = cell.replaceAll("\\s+", " ").strip();
        return line.length() > limit ? line.substring(0, limit - 1) + "…" : line;
    }

    public void print(PrintWriter out) {
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
