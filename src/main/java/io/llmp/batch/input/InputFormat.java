package io.llmp.batch.input;

import io.llmp.batch.input.columns.RowSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Reads the rows of one kind of file. Safe for use by many threads. What a user can fix in a file (not this format,
 * cut off, no header, not decodable) is a {@link io.llmp.batch.problem.ProblemException} that names the file and the
 * place in it; an {@link IOException} is a failure of the disk.
 */
public interface InputFormat {

    /** Name by which a user chooses it, for instance {@code csv}. */
    String name();

    /** File name extensions it answers to, in lower case and without the dot. */
    Set<String> extensions();

    /** Returns the columns of {@code file}. */
    RowSchema schema(Path file, InputOptions options) throws IOException;

    /** Counts the rows of {@code file} and finds places where reading can start. Reads the file at most once. */
    FileIndex index(Path file, InputOptions options) throws IOException;

    /**
     * Opens {@code file} at a mark of its index, or at row 0 and position 0, its first row if it has one.
     *
     * @param firstItem index in the dataset of the row at the mark; following rows count on from it
     */
    ItemCursor open(Path file, InputOptions options, FileIndex.Mark mark, long firstItem) throws IOException;
}
