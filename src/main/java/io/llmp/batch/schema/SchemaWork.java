package io.llmp.batch.schema;

import java.util.IdentityHashMap;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * How much work one value makes: how often schemas are applied to it. References let a schema of a few lines double that
 * with each line, and an answer must not hold its slot for days.
 */
public final class SchemaWork {

    /** A thousand times what a schema written by hand takes; some milliseconds for each part of a value. */
    private static final long MOST = 10_000;

    private final JsonNode root;
    private final IdentityHashMap<JsonNode, Long> known = new IdentityHashMap<>();

    private SchemaWork(JsonNode root) {
        this.root = root;
    }

    /** Returns whether a part of a value that {@code root} describes would make too much work. */
    public static boolean isEndless(JsonNode root) {
        SchemaWork work = new SchemaWork(root);
        return root.isContainer() && work.any(root);
    }

    private boolean any(JsonNode node) {
        if (node.isObject() && of(node) > MOST) {
            return true;
        }
        for (JsonNode child : node) {
            if (child.isContainer() && any(child)) {
                return true;
            }
        }
        return false;
    }

    private long of(JsonNode schema) {
        if (!schema.isObject()) {
            return 1;
        }
        // Noted before it is known, so that what leads back to itself ends.
        Long before = known.putIfAbsent(schema, 1L);
        if (before != null) {
            return before;
        }
        long sum = 1;
        for (String reference : List.of("$ref", "$dynamicRef")) {
            sum += of(SchemaShape.target(root, schema.path(reference).asString("")));
        }
        for (String keyword : SchemaKeywords.SAME_VALUE) {
            sum += of(schema.path(keyword));
        }
        for (String keyword : List.of("allOf", "anyOf", "oneOf", "dependentSchemas")) {
            for (JsonNode branch : schema.path(keyword)) {
                sum = Math.min(MOST + 1, sum + of(branch));
            }
        }
        known.put(schema, Math.min(MOST + 1, sum));
        return Math.min(MOST + 1, sum);
    }
}
