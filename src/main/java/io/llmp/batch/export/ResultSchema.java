package io.llmp.batch.export;

import io.llmp.batch.input.RowSchema;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.use.AnswerCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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
        List<String> columns = new ArrayList<>(input.columns());
        columns.removeAll(Set.of(STATUS, REASON));
        List<OutputColumn> outputs = outputs(template);
        for (OutputColumn output : outputs) {
            if (columns.contains(output.name())
                    || output.name().equals(STATUS)
                    || output.name().equals(REASON)) {
                throw ProblemException.invalid(
                        "The answer's column " + output.name() + " of template " + template.name()
                                + " has the name of another column of the result.",
                        "Rename that column in the input, or the property in the template's output.");
            }
        }
        return new ResultSchema(new RowSchema(columns, input.avro(), input.metadata()), outputs);
    }

    private static List<OutputColumn> outputs(JobTemplate template) {
        ObjectNode output = template.output();
        if (output == null) {
            ObjectNode text = JsonMapper.shared().createObjectNode().put("type", "string");
            return List.of(new OutputColumn(AnswerCheck.FREE_TEXT_COLUMN, text));
        }
        return output.path("properties").properties().stream()
                .map(property -> new OutputColumn(property.getKey(), property.getValue()))
                .toList();
    }
}
