package io.llmp.batch.template.diff;

/** What a change does to the values that a schema lets through. */
enum Effect {
    /** Fewer, all of them let through before. */
    NARROWER,
    /** More, and all that were before. */
    WIDER,
    /** Others, or it cannot be told. */
    OTHER
}
