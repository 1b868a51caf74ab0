package io.llmp.batch.export;

import java.nio.file.Path;

/**
 * What a run is to write, and where.
 *
 * @param path the file's place
 */
public record ResultFile(Path path, ResultFormat format, ResultSchema schema) {}
