package io.llmp.batch.export;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;

/** Writes result rows to one kind of file. Safe for use by many threads. */
public interface ResultFormat {

    /** Name by which a user chooses it, for instance {@code csv}. */
    String name();

    /** File name extensions it answers to, in lower case and without the dot. */
    Set<String> extensions();

    /**
     * Makes sure that a file with these columns can be written, before any of its rows is known.
     *
     * @throws io.llmp.batch.problem.ProblemException when it cannot
     */
    default void verify(ResultSchema schema) throws IOException {}

    /** Returns what a file with these columns will not say of the input's, as sentences; nothing is the rule. */
    default List<String> losses(ResultSchema schema) {
        return List.of();
    }

    /** Starts a file that is written to {@code out}, which the writer's close closes. */
    Writer open(OutputStream out, ResultSchema schema) throws IOException;

    /** Takes rows in order, in bounded memory. For one thread. All bytes are written after a close without an error. */
    interface Writer extends Closeable {

        void write(ResultRow row) throws IOException;
    }
}
