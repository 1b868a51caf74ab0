package io.llmp.batch.simulator.answer;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A list between its bounds; of enum values, those that the text speaks of.
 *
 * @param first shapes of the first elements
 * @param rest shape of all others
 * @param distinct whether no element may come twice
 */
record ListShape(List<Shape> first, Shape rest, int least, int most, boolean distinct) implements Shape {

    private static final int USUAL_LENGTH = 3;
    private static final int TRIES = 100;

    ListShape {
        first = List.copyOf(first);
    }

    @Override
    public JsonNode fill(Source source) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        if (rest instanceof ChoiceShape choice && first.isEmpty() && !source.isDeep()) {
            choice.several(source, Math.max(least, Math.min(1, most)), Math.min(USUAL_LENGTH, most))
                    .forEach(list::add);
        }
        int usual =
                source.isDeep() ? 0 : Math.max(first.size(), 1 + source.draw().below(USUAL_LENGTH));
        int length = Math.max(least, list.isEmpty() ? Math.min(usual, most) : list.size());
        for (int tries = 0; list.size() < length && tries < TRIES + length; tries++) {
            Shape shape = list.size() < first.size() ? first.get(list.size()) : rest;
            JsonNode element = shape.fill(source.deeper());
            if (!distinct || !contains(list, element)) {
                list.add(element);
            }
        }
        return list;
    }

    private static boolean contains(ArrayNode list, JsonNode element) {
        for (JsonNode other : list) {
            if (other.equals(element)) {
                return true;
            }
        }
        return false;
    }
}
