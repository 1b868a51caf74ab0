package io.llmp.batch.report.page;

import io.llmp.batch.template.diff.Piece;
import java.util.ArrayList;
import java.util.List;

/** The lines of a compared text that changed, and those next to them. */
final class ChangedLines {

    private static final int CONTEXT = 1;

    private ChangedLines() {}

    /** Returns the lines as pieces; an empty one stands for all that were left out at its place. */
    static List<List<Piece>> of(List<Piece> pieces) {
        List<List<Piece>> lines = lines(pieces);
        List<List<Piece>> near = new ArrayList<>();
        boolean left = false;
        for (int i = 0; i < lines.size(); i++) {
            boolean shown = lines.subList(Math.max(0, i - CONTEXT), Math.min(lines.size(), i + CONTEXT + 1)).stream()
                    .flatMap(List::stream)
                    .anyMatch(piece -> piece.kind() != Piece.Kind.KEPT);
            if (shown) {
                near.add(lines.get(i));
            } else if (!left) {
                near.add(List.of());
            }
            left = !shown;
        }
        return near;
    }

    private static List<List<Piece>> lines(List<Piece> pieces) {
        List<List<Piece>> lines = new ArrayList<>();
        lines.add(new ArrayList<>());
        for (Piece piece : pieces) {
            String[] parts = piece.text().split("\n", -1);
            for (int i = 0; i < parts.length; i++) {
                if (i > 0) {
                    lines.add(new ArrayList<>());
                }
                lines.get(lines.size() - 1).add(new Piece(piece.kind(), parts[i]));
            }
        }
        return lines;
    }
}
