package io.llmp.batch.event;

/** What changed. */
public enum EventKind {
    /** A template was registered for the first time. */
    CREATED,
    /** A template got another version. */
    VERSION_ADDED,
    /** A version became the one that runs use. */
    ACTIVATED,
    /** An earlier version became the one that runs use, again. */
    ROLLED_BACK,
    /** A template was kept from starting runs until it is resumed. */
    PAUSED,
    /** A paused template may start runs again. */
    RESUMED,
    /** A template was kept from starting runs for good. */
    RETIRED,
    /** A run began. */
    RUN_STARTED,
    /** A run was resumed. */
    RUN_RESTARTED,
    /** A run ended with a record for every item and its output in place. */
    RUN_COMPLETED,
    /** A run was told to stop, and did. */
    RUN_STOPPED,
    /** A run was told to pause, and did. */
    RUN_PAUSED,
    /** A paused run may be started again. */
    RUN_RESUMED,
    /** A run was given up for good. */
    RUN_ABANDONED,
    /** A run broke off. */
    RUN_FAILED
}
