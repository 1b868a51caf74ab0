package io.llmp.batch.export;

import io.llmp.batch.input.columns.RowSchema;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.use.AnswerCheck;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The columns of a result file: those of the input, then one for each output property, then {@code llmp_status} and
 * {@code llmp_reason}. The same whether or not rows were skipped.
 *
 * @param input the input's columns, without those named {@code llmp_status} and {@code llmp_reason}
 * @param outputs the output's columns in the order of the template
 */
public record ResultSchema(RowSchema input, List<OutputColumn> outputs) {

    /**
     * One top-level property of the output.
     *
     * @param name the property's and the column's name
     * @param schema the property's JSON Schema
     */
    public record OutputColumn(String name, JsonNode schema) {}

    /** Column that holds a job record's status. */
    public static final String STATUS = "llmp_status";

    /** Column that holds the reason of a skip. */
    public static final String REASON = "llmp_reason";

    public ResultSchema {
        outputs = List.copyOf(outputs);
    }

    /**
     * Returns the columns of what {@code template} makes of {@code input}. Columns that a former run of ours added to the
     * input, {@link #STATUS} and {@link #REASON}, give way to the new ones.
     *
     * @throws ProblemException when a column of the input and a property of the output have the same name
     */
    public static ResultSchema of(RowSchema input, JobTemplate template) {
        RowSchema columns = input.without(Set.of(STATUS, REASON));
        List<OutputColumn> outputs = AnswerCheck.columns(template).entrySet().stream()
                .map(column -> new OutputColumn(column.getKey(), column.getValue()))
                .toList();
        for (OutputColumn output : outputs) {
            if (columns.columns().contains(output.name())
                    || output.name().equals(STATUS)
                    || output.name().equals(REASON)) {
                throw ProblemException.invalid(
                        "The answer's column " + output.name() + " of template " + template.name()
                                + " has the name of another column of the result.",
                        "Rename that column in the input, or the property in the template's output.");
            }
        }
        return new ResultSchema(columns, outputs);
    }
}
