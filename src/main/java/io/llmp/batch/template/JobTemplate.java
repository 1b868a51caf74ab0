package io.llmp.batch.template;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The definition of a job: what a model is to do with each input row. Holds what a template file says, checked, and
 * nothing about where or when it was read. JSON trees in it are not changed once the template exists.
 *
 * @param name letters, digits, {@code .}, {@code _} and {@code -}, starting with a letter or digit, at most 64
 * @param description one sentence for readers, or null
 * @param key the input column that names an item, or null to use the item's index
 * @param instruction what to do, for the model
 * @param prompt a Mustache text rendered for each row, or null to give the input as JSON
 * @param input JSON Schema 2020-12 of a row
 * @param output JSON Schema 2020-12 of an answer, or null for free text
 * @param examples worked examples, in order
 * @param model which model answers, and how
 * @param repairs how often an invalid answer is asked for again, at least 0
 */
public record JobTemplate(
        String name,
        @Nullable String description,
        @Nullable String key,
        String instruction,
        @Nullable String prompt,
        ObjectNode input,
        @Nullable ObjectNode output,
        List<Example> examples,
        ModelSettings model,
        int repairs) {

    /** One worked example: a row and the answer wanted for it (an object under an output schema, else text). */
    public record Example(ObjectNode input, JsonNode output) {}

    public JobTemplate {
        if (!TemplateRef.isName(name)) {
            throw new IllegalArgumentException("name must be that of a template but was '" + name + "'");
        }
        examples = List.copyOf(examples);
        if (repairs < 0) {
            throw new IllegalArgumentException("repairs must be at least 0 but was " + repairs);
        }
    }

    /** Returns the columns of an input that it uses: its key, and what its input schema declares. */
    public Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        if (key != null) {
            columns.add(key);
        }
        columns.addAll(input.path("properties").propertyNames());
        return columns;
    }

    /** Returns this template with other examples. */
    public JobTemplate with(List<Example> others) {
        return new JobTemplate(name, description, key, instruction, prompt, input, output, others, model, repairs);
    }

    /** Returns this template with other model settings. */
    JobTemplate with(ModelSettings others) {
        return new JobTemplate(name, description, key, instruction, prompt, input, output, examples, others, repairs);
    }
}
