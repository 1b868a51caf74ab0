package io.llmp.batch.template.file;

import io.llmp.batch.schema.Json;
import io.llmp.batch.template.file.CsvCells.Cell;
import io.llmp.batch.template.file.ExampleColumns.Column;
import io.llmp.batch.template.file.TemplateProblems.Position;
import io.llmp.batch.template.use.Coercion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Reads examples from CSV: a column {@code input.NAME} for each input property and {@code output.NAME} for each output
 * property, or one column {@code output} where answers are free text. Cells become what the schemas declare, by the rules
 * for rows of a CSV input.
 */
final class ExampleTable {

    private final ExampleColumns columns;
    private final TemplateProblems problems;
    private final Map<String, Position> values = new HashMap<>();

    private ExampleTable(ExampleColumns columns, TemplateProblems problems) {
        this.columns = columns;
        this.problems = problems;
    }

    /** Returns the examples as an array, without those that cannot be told, after noting why. */
    static SourceTree read(String text, ExampleColumns columns, TemplateProblems problems) {
        ExampleTable table = new ExampleTable(columns, problems);
        ArrayNode examples = Json.array();
        List<List<Cell>> rows = CsvCells.rows(text, problems);
        if (rows != null) {
            table.addAll(rows, examples);
        }
        return new SourceTree(examples, Map.of(), table.values, Set.of());
    }

    private void addAll(List<List<Cell>> rows, ArrayNode examples) {
        if (rows.size() < 2) {
            problems.add(
                    Position.START,
                    "The file holds no example.",
                    "Write a line with the columns' names, and an example on each line after it. Columns are "
                            + columns.listed() + ".");
            return;
        }
        List<Column> header = columns.of(rows.get(0));
        if (header == null) {
            return;
        }
        for (List<Cell> row : rows.subList(1, rows.size())) {
            ObjectNode example = example(row, header, "/" + examples.size());
            if (example != null) {
                examples.add(example);
            }
        }
    }

    private @Nullable ObjectNode example(List<Cell> row, List<Column> header, String place) {
        Position position = row.get(0).position();
        if (row.size() != header.size()) {
            problems.add(
                    position,
                    "The row has " + row.size() + " fields where the header has " + header.size() + ".",
                    "Put fields that hold a comma or a line break in quotes.");
            return null;
        }
        values.put(place, position);
        ObjectNode example = Json.object();
        header.forEach(column -> example.putObject(column.side()));
        boolean clean = true;
        for (int i = 0; i < row.size(); i++) {
            clean &= set(example, header.get(i), row.get(i), place);
        }
        return clean ? example : null;
    }

    private boolean set(ObjectNode example, Column column, Cell cell, String place) {
        String side = Json.child(place, column.side());
        Coercion coercion = column.coercion();
        if (coercion == null) {
            values.put(side, cell.position());
            example.put(column.side(), cell.text());
            return true;
        }
        JsonNode value = coercion.apply(StringNode.valueOf(cell.text()));
        if (value == null) {
            problems.add(cell.position(), coercion.refusal(cell.text()), "Correct the value or the schema.");
            return false;
        }
        if (!value.isMissingNode()) {
            values.put(Json.child(side, coercion.column()), cell.position());
            ((ObjectNode) example.path(column.side())).set(coercion.column(), value);
        }
        return true;
    }
}
