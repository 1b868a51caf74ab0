package io.llmp.batch.export;

import java.io.IOException;

/**
 * A kind of place where results are put: whole, or not at all. What a user can fix is a
 * {@link io.llmp.batch.problem.ProblemException}; an {@link IOException} is a failure of the storage. Safe for use by many
 * threads and processes.
 */
public interface ResultStorage {

    /** Returns the scheme by which outputs are known to lie here, in lower case and without the colon; empty for files. */
    String scheme();

    /** Returns the one name that {@code output} has from anywhere. */
    String name(String output);

    /**
     * Returns whether there is something at {@code output}, which a result would replace.
     *
     * @throws io.llmp.batch.problem.ProblemException when it is nothing that a result may replace, such as a directory
     */
    boolean exists(String output);

    /**
     * Makes sure that there is a directory, or what the storage has for one, for {@code output} to lie in.
     *
     * @param create whether the last one may be created; none above it ever is
     * @throws io.llmp.batch.problem.ProblemException when there is none
     */
    void requireDirectory(String output, boolean create);

    /**
     * Makes sure that {@code writer} can open a result, and leaves nothing behind.
     *
     * @throws io.llmp.batch.problem.ProblemException when it cannot
     */
    void requireWritable(String output, String writer);

    /**
     * Opens a result that is to take its place at {@code output}. What {@code writer} left behind there when it died is removed.
     *
     * @param writer tells those apart that may write to one place at once; letters, digits, and hyphens
     */
    StagedResult open(String output, String writer) throws IOException;
}
