package io.llmp.batch.template;

/** Where a template is in its life. */
public enum TemplateState {
    /** It has versions, but none is active: a run has to name one. */
    DRAFT,
    /** Runs use its active version unless told otherwise. */
    ACTIVE,
    /** It starts no run until it is resumed. */
    PAUSED,
    /** It starts no run any more; all of it stays readable. */
    RETIRED
}
