package io.llmp.batch.input.parquet;

/** One value that its type does not allow, which can be told from a damaged page. */
final class UnreadableValue extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param what what is there instead of a value */
    UnreadableValue(String what) {
        super(what);
    }
}
