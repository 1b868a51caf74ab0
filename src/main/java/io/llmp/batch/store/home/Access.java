package io.llmp.batch.store.home;

/** What a process needs of the embedded database. PostgreSQL makes no difference between the two. */
public enum Access {
    /** To hold it: the process works on a run, and no other may do so at the same time. */
    HOLD,
    /** To read or change it, through the process that holds it if there is one. */
    SHARE
}
