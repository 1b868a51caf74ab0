package io.llmp.batch.schema;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Lets a rewritten schema accept null as well. */
final class OrNull {

    private OrNull() {}

    static ObjectNode of(ObjectNode schema, Allowance allowance) {
        if (schema.has("anyOf")) {
            ArrayNode any = (ArrayNode) schema.path("anyOf");
            any.add(nothing());
            return schema;
        }
        if (schema.has("$ref") || schema.has("const")) {
            allowance.union();
            ObjectNode either = JsonNodeFactory.instance.objectNode();
            either.putArray("anyOf").add(schema).add(nothing());
            return either;
        }
        addType(schema, allowance);
        if (schema.path("enum") instanceof ArrayNode constants && !holdsNull(constants)) {
            constants.addNull();
        }
        return schema;
    }

    private static void addType(ObjectNode schema, Allowance allowance) {
        JsonNode type = schema.path("type");
        if (type instanceof ArrayNode several) {
            for (JsonNode each : several) {
                if (each.asString("").equals("null")) {
                    return;
                }
            }
            several.add("null");
        } else if (!type.asString("").equals("null")) {
            allowance.union();
            schema.putArray("type").add(type).add("null");
        }
    }

    private static boolean holdsNull(ArrayNode constants) {
        for (JsonNode constant : constants) {
            if (constant.isNull()) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode().put("type", "null");
    }
}
