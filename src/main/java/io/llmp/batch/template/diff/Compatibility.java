package io.llmp.batch.template.diff;

/** Whom a change of a schema concerns. */
public enum Compatibility {
    /** Rows that were accepted still are, and readers of the output find what they know. */
    COMPATIBLE,
    /** Rows may be refused that were accepted, or readers of the output may miss or meet what they did not before. */
    BREAKING
}
