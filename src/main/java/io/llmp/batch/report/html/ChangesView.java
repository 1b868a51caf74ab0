package io.llmp.batch.report.html;

import io.llmp.batch.report.page.Block.Changes;
import io.llmp.batch.template.diff.Piece;
import java.util.List;

/** A changed text as the template takes it. */
record ChangesView(String caption, List<Line> lines) {

    /** @param left whether lines were left out here */
    record Line(boolean left, List<View> pieces) {}

    record View(String text, boolean removed, boolean added) {}

    static ChangesView of(Changes changes) {
        return new ChangesView(
                changes.caption(),
                changes.lines().stream()
                        .map(line -> new Line(
                                line.isEmpty(),
                                line.stream().map(ChangesView::view).toList()))
                        .toList());
    }

    private static View view(Piece piece) {
        return new View(piece.text(), piece.kind() == Piece.Kind.REMOVED, piece.kind() == Piece.Kind.ADDED);
    }
}
