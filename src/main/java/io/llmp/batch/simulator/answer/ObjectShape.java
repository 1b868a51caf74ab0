package io.llmp.batch.simulator.answer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object with all its properties, in the schema's order.
 *
 * @param extra shape of properties that the schema does not name, to reach {@code least}
 */
record ObjectShape(Map<String, Shape> properties, Set<String> required, Shape extra, int least, int most)
        implements Shape {

    ObjectShape {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        required = Set.copyOf(required);
    }

    @Override
    public JsonNode fill(Source source) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        int optional = most - required.size();
        for (Map.Entry<String, Shape> property : properties.entrySet()) {
            boolean isRequired = required.contains(property.getKey());
            if (isRequired || (optional > 0 && !source.isDeep())) {
                object.set(property.getKey(), property.getValue().fill(source.deeper()));
                optional -= isRequired ? 0 : 1;
            }
        }
        for (int i = 1; object.size() < least; i++) {
            object.set("item" + i, extra.fill(source.deeper()));
        }
        return object;
    }
}
