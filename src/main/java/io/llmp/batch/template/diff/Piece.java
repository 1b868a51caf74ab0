package io.llmp.batch.template.diff;

/** A piece of a text in two versions. */
public record Piece(Kind kind, String text) {

    /** Which of the versions a piece is in. */
    public enum Kind {
        /** In both. */
        KEPT,
        /** In the former only. */
        REMOVED,
        /** In the present only. */
        ADDED
    }
}
