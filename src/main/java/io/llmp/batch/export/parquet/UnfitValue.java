package io.llmp.batch.export.parquet;

/** A value that its column cannot hold. Says which column and what it holds, but not the value: it may be private. */
final class UnfitValue extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnfitValue(String column, String expected) {
        super("column " + column + " holds only " + expected + ".");
    }

    UnfitValue(String column, String expected, Throwable cause) {
        super("column " + column + " holds only " + expected + ".", cause);
    }
}
