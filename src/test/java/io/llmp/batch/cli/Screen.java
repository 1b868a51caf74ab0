package io.llmp.batch.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a terminal shows after it was sent some text; refuses what it does not know. */
public final class Screen {

    private static final Pattern CONTROL = Pattern.compile("\u001b\\[(\\d*)([A-Z])");

    private final List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
    private int row;
    private int column;

    public Screen send(String text) {
        for (int at = 0; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == '\u001b') {
                Matcher control = CONTROL.matcher(text).region(at, text.length());
                if (!control.lookingAt()) {
                    throw new AssertionError("half a control sequence: " + text.substring(at));
                }
                control(control.group(1), control.group(2));
                at = control.end() - 1;
            } else if (next == '\r') {
                column = 0;
            } else if (next == '\n') {
                down();
            } else {
                put(next);
            }
        }
        return this;
    }

    /** The lines, those at the end left out that are empty. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        rows.forEach(line -> lines.add(line.toString().stripTrailing()));
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    private void control(String count, String function) {
        switch (function) {
            case "A" -> row = Math.max(0, row - Integer.parseInt(count));
            case "K" -> eraseRestOfLine();
            case "J" -> {
                eraseRestOfLine();
                rows.subList(row + 1, rows.size()).clear();
            }
            default -> throw new AssertionError("unknown control sequence " + function);
        }
    }

    private void eraseRestOfLine() {
        StringBuilder line = rows.get(row);
        line.setLength(Math.min(line.length(), column));
    }

    private void down() {
        row++;
        column = 0;
        if (row == rows.size()) {
            rows.add(new StringBuilder());
        }
    }

    private void put(char character) {
        StringBuilder line = rows.get(row);
        while (line.length() <= column) {
            line.append(' ');
        }
        line.setCharAt(column++, character);
    }
}
