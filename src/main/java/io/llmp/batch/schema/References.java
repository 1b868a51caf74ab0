package io.llmp.batch.schema;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Follows references within a schema. */
final class References {

    private References() {}

    /** Returns whether what {@code ref} leads to refers, over any number of steps, to itself. */
    static boolean recursive(JsonNode root, String ref) {
        Set<String> seen = new HashSet<>();
        collect(root, SchemaShape.target(root, ref), seen);
        return seen.contains(ref);
    }

    private static void collect(JsonNode root, JsonNode schema, Set<String> seen) {
        String ref = schema.path("$ref").asString("");
        if (!ref.isEmpty() && seen.add(ref)) {
            collect(root, SchemaShape.target(root, ref), seen);
        }
        schema.forEach(part -> collect(root, part, seen));
    }
}
