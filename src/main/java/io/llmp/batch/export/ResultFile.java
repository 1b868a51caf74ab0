package io.llmp.batch.export;

import java.nio.file.Path;

/**
 * What a run is to write, and where.
 *
 * @param path the file's place
 * @param simulated whether the answers are a simulator's, which its rows then say
 */
public record ResultFile(Path path, ResultFormat format, ResultSchema schema, boolean simulated) {

    /** A file of answers that a model gave. */
    public ResultFile(Path path, ResultFormat format, ResultSchema schema) {
        this(path, format, schema, false);
    }
}
