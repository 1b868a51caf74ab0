package io.llmp.batch.template.file;

import io.llmp.batch.problem.ProblemWords;
import io.llmp.batch.schema.CompiledSchema;
import io.llmp.batch.schema.SchemaShape;
import io.llmp.batch.template.file.CsvCells.Cell;
import io.llmp.batch.template.use.Coercion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The columns that a CSV file of examples may have, as a template's schemas say. */
final class ExampleColumns {

    /** The column of the answer where there is no output schema. */
    static final String FREE_TEXT = "output";

    private final ObjectNode template;
    private final CompiledSchema input;
    private final @Nullable CompiledSchema output;
    private final TemplateProblems problems;
    private final List<String> known = new ArrayList<>();
    private final List<String> required = new ArrayList<>();

    /** @param output null for free text */
    ExampleColumns(
            ObjectNode template, CompiledSchema input, @Nullable CompiledSchema output, TemplateProblems problems) {
        this.template = template;
        this.input = input;
        this.output = output;
        this.problems = problems;
        add("input");
        if (output != null) {
            add("output");
        } else {
            known.add(FREE_TEXT);
            required.add(FREE_TEXT);
        }
    }

    private void add(String side) {
        ObjectNode schema = (ObjectNode) template.path(side);
        SchemaShape.declared(schema).forEach(property -> known.add(side + "." + property));
        schema.path("required").forEach(property -> required.add(side + "." + property.asString()));
    }

    /**
     * Where the cells of one column go.
     *
     * @param side {@code input} or {@code output}
     * @param coercion what a cell becomes, or null for free text
     */
    record Column(String side, @Nullable Coercion coercion) {}

    /** All names, as a list for a sentence. */
    String listed() {
        return ProblemWords.listed(known);
    }

    /** Returns the columns that {@code header} names, or null after noting what is wrong with it. */
    @Nullable
    List<Column> of(List<Cell> header) {
        List<Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Cell cell : header) {
            String name = cell.text();
            if (!known.contains(name)) {
                String remedy = ProblemWords.meant(name, known, "Columns are " + listed() + ".");
                problems.add(
                        cell.position(), "No column of examples is called " + ProblemWords.quoted(name) + ".", remedy);
            } else if (names.add(name)) {
                columns.add(column(name));
            } else {
                problems.add(
                        cell.position(), "There are two columns " + ProblemWords.quoted(name) + ".", "Remove one.");
            }
        }
        List<String> missing =
                required.stream().filter(name -> !names.contains(name)).toList();
        if (columns.size() == header.size() && !missing.isEmpty()) {
            problems.add(
                    header.get(0).position(),
                    "There is no column " + ProblemWords.listed(missing) + ", which every example needs.",
                    "Add it.");
        }
        return columns.size() == header.size() && missing.isEmpty() ? columns : null;
    }

    private Column column(String name) {
        if (output == null && name.equals(FREE_TEXT)) {
            return new Column(FREE_TEXT, null);
        }
        String side = name.substring(0, name.indexOf('.'));
        CompiledSchema validator = side.equals("input") || output == null ? input : output;
        JsonNode schema = template.path(side);
        String property = name.substring(side.length() + 1);
        return new Column(side, new Coercion(property, schema, validator, !required.contains(name)));
    }
}
