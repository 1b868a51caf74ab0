package io.llmp.batch.simulator.answer;

import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * The first alternative that satisfies the whole.
 *
 * @param check whether a value satisfies {@code anyOf} or {@code oneOf} with all that stands beside it
 */
record FirstOfShape(List<Shape> alternatives, Predicate<JsonNode> check) implements Shape {

    FirstOfShape {
        alternatives = List.copyOf(alternatives);
    }

    @Override
    public JsonNode fill(Source source) {
        JsonNode value = null;
        for (int i = 0; i < alternatives.size(); i++) {
            // Recursive schemas usually name the way out last.
            int next = source.isDeep() ? alternatives.size() - 1 - i : i;
            value = alternatives.get(next).fill(source.deeper());
            if (check.test(value)) {
                return value;
            }
        }
        return value == null ? TextShape.nothing() : value;
    }
}
