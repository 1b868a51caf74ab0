package io.llmp.batch.export;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One row of a result file.
 *
 * @param input the input's values by column, in the form {@link io.llmp.batch.input.Item#values()} gives them; columns
 *     may be missing and others may be present, which are left out
 * @param output the answer's properties, or null when the row has no answer
 * @param status the job record's status, or {@link Exporter#SIMULATED} for an answer that a simulator gave
 * @param reason why the row was skipped, or null when it was not
 */
public record ResultRow(
        ObjectNode input,
        @Nullable ObjectNode output,
        String status,
        @Nullable String reason) {}
