package io.llmp.batch.cli.terminal;

import io.llmp.batch.template.diff.Piece;
import java.util.ArrayList;
import java.util.List;

/** A compared text as lines: what went stands in {@code [-…-]}, what came in {@code {+…+}}; far from changes, … */
public final class TextLines {

    private static final int CONTEXT = 1;

    private final List<String> lines = new ArrayList<>();
    private final List<Boolean> changed = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private boolean lineChanged;

    private TextLines() {}

    public static List<String> of(List<Piece> pieces) {
        TextLines text = new TextLines();
        pieces.forEach(text::add);
        if (text.line.length() > 0) {
            text.endLine();
        }
        return text.near();
    }

    private void add(Piece piece) {
        String[] parts = piece.text().split("\n", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i > 0) {
                endLine();
            }
            lineChanged |= piece.kind() != Piece.Kind.KEPT;
            line.append(marked(piece.kind(), parts[i]));
        }
    }

    private static String marked(Piece.Kind kind, String text) {
        if (text.isEmpty()) {
            return "";
        }
        return switch (kind) {
            case KEPT -> text;
            case REMOVED -> "[-" + text + "-]";
            case ADDED -> "{+" + text + "+}";
        };
    }

    private void endLine() {
        lines.add(line.toString());
        changed.add(lineChanged);
        line.setLength(0);
        lineChanged = false;
    }

    private List<String> near() {
        List<String> near = new ArrayList<>();
        boolean left = false;
        for (int i = 0; i < lines.size(); i++) {
            if (changed.subList(Math.max(0, i - CONTEXT), Math.min(lines.size(), i + CONTEXT + 1))
                    .contains(true)) {
                near.add(lines.get(i));
                left = false;
            } else if (!left) {
                near.add("…");
                left = true;
            }
        }
        return near;
    }
}
