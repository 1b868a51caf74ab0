package io.llmp.batch.store;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database that is open, and how it is reached. */
interface OpenStore extends AutoCloseable {

    SqlDialect dialect();

    DataSource dataSource();

    /** Whether this process has the database to itself, so that no run in it can be alive but its own. */
    boolean isHeld();

    /** Whether nothing in it can be changed now. */
    default boolean isReadOnly() {
        return false;
    }

    /** What to call it to the user: where it is, without a password. */
    String place();

    /** How many bytes it takes on the disk. */
    long bytes();

    /** The process that serves it to this one, or null when there is none. */
    default @Nullable Long holder() {
        return null;
    }

    /**
     * Commits by {@code commit}.
     *
     * @throws org.springframework.dao.DataAccessException when what was committed may not be on the disk
     */
    default void commit(Runnable commit) {
        commit.run();
    }

    /** Notes that as many job records more are about to be committed. */
    default void countRecords(int added) {}

    /**
     * Returns when the disk has room for what follows.
     *
     * @throws io.llmp.batch.problem.ProblemException when it is so full that what follows may not be written
     */
    default void requireRoom() {}

    /** Gives the space of what was removed back to the disk; returns whether that could be done from here. */
    default boolean compact() {
        return false;
    }

    @Override
    void close();
}
