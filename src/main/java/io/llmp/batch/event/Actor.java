package io.llmp.batch.event;

/**
 * Names who makes changes, as whoever opens the application knows it. Asked once for each change, in the thread that makes it.
 * Safe for use by many threads.
 */
@FunctionalInterface
public interface Actor {

    /** Returns the name; of a long one the first 200 characters are kept. */
    String name();
}
