package io.llmp.batch.schema;

/** A schema that a provider cannot hold an answer to. */
final class Unfit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unfit(String reason) {
        super(reason, null, false, false);
    }
}
