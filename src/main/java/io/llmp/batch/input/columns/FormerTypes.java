package io.llmp.batch.input.columns;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Column types as the first version described them, which kept fewer marks of Parquet's types. */
final class FormerTypes {

    private static final Set<String> LATER_MARKS = Set.of("FLOAT16", "GEOMETRY", "GEOGRAPHY");

    private FormerTypes() {}

    static JsonNode of(@Nullable String avro) {
        return avro == null ? NullNode.instance : former(JsonMapper.shared().readTree(avro));
    }

    private static JsonNode former(JsonNode type) {
        if (type instanceof ArrayNode types) {
            for (int i = 0; i < types.size(); i++) {
                types.set(i, former(types.get(i)));
            }
        }
        if (!(type instanceof ObjectNode object)) {
            return type;
        }
        for (String name : List.copyOf(object.propertyNames())) {
            object.set(name, former(object.required(name)));
        }
        if (LATER_MARKS.contains(object.path("parquet").asString(""))) {
            return StringNode.valueOf(object.required("type").stringValue());
        }
        if (object.path("logicalType").asString("").equals("variant")) {
            object.remove("logicalType");
        }
        return object;
    }
}
