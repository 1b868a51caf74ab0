package io.llmp.batch.simulator.answer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * A value or null. Null when there is nothing to say: no complaint for a property that asks for one.
 *
 * @param leaning of the property's name
 */
record NullableShape(Shape shape, Leaning leaning) implements Shape {

    @Override
    public JsonNode fill(Source source) {
        boolean nothingToSay = leaning == Leaning.TROUBLE && Hints.NEGATIVE.in(source.reading()) == 0;
        return nothingToSay || source.isDeep() ? NullNode.instance : shape.fill(source);
    }
}
