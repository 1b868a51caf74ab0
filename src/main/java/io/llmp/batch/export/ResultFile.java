package io.llmp.batch.export;

/**
 * What a run is to write, and where.
 *
 * @param output the file's place, as the user named it or by its name
 * @param simulated whether the answers are a simulator's, which its rows then say
 */
public record ResultFile(String output, ResultFormat format, ResultSchema schema, boolean simulated) {

    /** A file of answers that a model gave. */
    public ResultFile(String output, ResultFormat format, ResultSchema schema) {
        this(output, format, schema, false);
    }
}
