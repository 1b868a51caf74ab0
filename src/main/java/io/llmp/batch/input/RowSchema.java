package io.llmp.batch.input;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a dataset.
 *
 * @param columns names in the order of the file, each once
 * @param avro the rows' Avro schema as JSON, or null when the format gives columns no types
 */
public record RowSchema(List<String> columns, @Nullable String avro) {
    public RowSchema {
        columns = List.copyOf(columns);
    }
}
