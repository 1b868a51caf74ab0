package io.llmp.batch.input.parquet;

/** One value that its type does not allow: it can be told from a damaged page, and the column named. */
final class UnreadableValue extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnreadableValue(String column, String problem) {
        super("column " + column + " holds " + problem + ".");
    }
}
