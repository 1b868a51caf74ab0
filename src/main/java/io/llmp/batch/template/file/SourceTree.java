package io.llmp.batch.template.file;

import io.llmp.batch.template.file.TemplateProblems.Position;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a file says, as a JSON tree that remembers where in the file everything stands. Places are named by JSON pointers.
 *
 * @param keys where the key of each member stands
 * @param values where each value starts
 * @param literals the pointers of texts in literal style ({@code |}), whose lines are lines of the file
 */
record SourceTree(JsonNode root, Map<String, Position> keys, Map<String, Position> values, Set<String> literals) {

    /** Returns where the value at {@code pointer} stands; of a collection its key, of what the file lacks what would hold it. */
    Position at(String pointer) {
        String place = known(pointer);
        Position key = keys.get(place);
        JsonNode value = root.at(place);
        return value.isContainer() && key != null ? key : values.getOrDefault(place, Position.START);
    }

    /** Returns where the key of the value at {@code pointer} stands. */
    Position keyAt(String pointer) {
        return keys.getOrDefault(pointer, at(pointer));
    }

    /** Returns where line {@code line}, counted from 0, of the text at {@code pointer} is, where the style shows it. */
    Position lineOf(String pointer, int line) {
        Position start = at(pointer);
        return literals.contains(pointer) ? new Position(start.line() + 1 + line, 1) : start;
    }

    private String known(String pointer) {
        String place = pointer;
        while (!place.isEmpty() && !values.containsKey(place)) {
            place = place.substring(0, place.lastIndexOf('/'));
        }
        return place;
    }
}
